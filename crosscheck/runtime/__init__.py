"""How the bundled models are run: OpenVINO on the CPU, deterministically."""
