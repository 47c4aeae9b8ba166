.PHONY: demo test check release clean

# Tracks a synthetic take with the weights inside the command, and names the page to open.
demo: release
	.build/release/kinesphere demo

# Both packages and the snippets; installs libtorch into .tools/ the first time.
test:
	scripts/test

# Format, warnings as errors, tests, snippets.
check:
	scripts/check

# The command, optimised: .build/release/kinesphere
release:
	scripts/setup
	swift build -c release --product kinesphere

# Removes what the builds made; keeps .tools/.
clean:
	rm -rf .build Training/.build Benchmarks/.build kinesphere-demo
