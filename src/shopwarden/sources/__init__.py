"""Sources: where facts come from. Export files, the sample shop, later JOS."""
