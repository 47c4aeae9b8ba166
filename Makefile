.PHONY: demo test check release training clean

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

# The researcher's command, optimised: Training/.build/release/kinesphere-train
training:
	scripts/setup training
	swift build -c release --package-path Training --product kinesphere-train

# Removes what the builds made; keeps .tools/.
clean:
	rm -rf .build Training/.build Benchmarks/.build kinesphere-demo
