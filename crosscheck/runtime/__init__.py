"""How the bundled models are run: ONNX Runtime on the CPU, deterministically."""
