"""Sound of files, live sources and inputs: read, kept in step with the images, written."""
