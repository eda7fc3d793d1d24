"""The only place with Django models, SQL and blobs. Takes a `Permit` or a `Scope`, hands out values of `model/`."""
