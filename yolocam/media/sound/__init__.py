"""The sound of files: read, kept in step with the images, written."""
