"""What runs inside the box. These modules import nothing of this project but each other: they are copied into it."""
