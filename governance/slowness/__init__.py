"""The days our slowness cost: when an outcome's date slips, each day of it is somebody's."""
