"""The only opener of DuckDB, of the Parquet lake and of evidence."""
