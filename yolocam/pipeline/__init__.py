"""Sources, stages and sinks: everything between a camera and a file, without torch and without Qt."""
