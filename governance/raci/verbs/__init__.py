"""What can be done about a grid."""
