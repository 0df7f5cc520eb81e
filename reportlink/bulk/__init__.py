"""Archives of millions of reports: Arrow tables, Parquet files, Apache Spark. Each asks for an extra of its own."""
