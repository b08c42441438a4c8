"""What the chapters show beside the engine, and the engine never uses."""
