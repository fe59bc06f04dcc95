"""`python -m litsynth`: the same as the command `litsynth`, for starters of processes such as torchrun."""

from litsynth.cli.main import main

if __name__ == "__main__":
    main()
