"""How a promise is counted: pure, with its twin in SQL held to it by tests."""
