"""The exercises, one module per chapter, each exercise defined once. See `sciencecities.classroom.exercise`."""
