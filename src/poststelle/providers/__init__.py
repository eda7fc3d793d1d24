"""A provider is a folder with one export, `PROVIDER`; the registry below is the only place that lists them."""
