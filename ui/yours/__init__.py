"""What visitors bring in and take with them: data, files, links, frames for course pages, tasks."""
