"""The one place where the parts are put together: settings, database, keys, pages."""
