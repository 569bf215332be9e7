// Package celgo answers conformance cases with the engines that ours is compared with.
//
//	cel-oracle answer [--cost] [--estimate] [FILE...]   writes each file anew with what the engine answers;
//	                                                    without files, from standard input to standard output
//	cel-oracle generate [--environment cel|kubernetes] [--seed N] [--count N] [--depth N] [--cost]
//	                                                    prints a file of random cases, the same for the same seed
//
// There are two programs, because the API server is tied to a cel-go of its own: cel-oracle (folder cel, environment
// "cel") and cel-oracle-kubernetes (folder kubernetes, environment "kubernetes"). Each hands files of the other
// environment to the other, which lies beside it.
package celgo

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/google/cel-go/cel"
)

// Environment is an engine with its libraries.
type Environment interface {
	Name() string
	Other() string // the program that has the other environment
	Env(*Case, *Inputs) (*cel.Env, error)
	Program(*Case, *Inputs, *cel.Env, *cel.Ast) (cel.Program, error)
	Estimate(*Inputs, *cel.Env, *cel.Ast) (min, max uint64, err error)
}

// Main is the whole program.
func Main(env Environment) {
	if err := run(env, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cel-oracle:", err)
		os.Exit(1)
	}
}

func run(env Environment, args []string) error {
	if len(args) > 0 && args[0] == "answer" {
		return runAnswer(env, args[1:])
	}
	if len(args) > 0 && args[0] == "generate" {
		return runGenerate(env, args[1:])
	}
	return fmt.Errorf("usage: cel-oracle answer [--cost] [--estimate] [FILE...], or cel-oracle generate [OPTION...]")
}

func runAnswer(env Environment, args []string) error {
	var wanted extras
	var flags, files []string
	for _, arg := range args {
		switch arg {
		case "--cost":
			wanted.cost = true
		case "--estimate":
			wanted.estimate = true
		default:
			files = append(files, arg)
			continue
		}
		flags = append(flags, arg)
	}
	if len(files) == 0 {
		text, err := io.ReadAll(os.Stdin)
		if err == nil {
			text, err = answerText(env, text, wanted, flags)
		}
		if err == nil {
			_, err = os.Stdout.Write(text)
		}
		return err
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err == nil {
			text, err = answerText(env, text, wanted, flags)
		}
		if err == nil {
			err = os.WriteFile(path, text, 0o644)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

func answerText(env Environment, text []byte, wanted extras, flags []string) ([]byte, error) {
	file, err := readFile(text)
	if err != nil {
		return nil, err
	}
	if file.environment() != env.Name() {
		return delegate(env, append([]string{"answer"}, flags...), text)
	}
	for _, section := range file.Section {
		for i := range section.Test {
			if err := answer(env, &section.Test[i], wanted); err != nil {
				return nil, fmt.Errorf("%s/%s: %w", section.Name, section.Test[i].Text("name"), err)
			}
		}
	}
	return file.write()
}

// delegate runs the program of the other environment.
func delegate(env Environment, args []string, input []byte) ([]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.Command(filepath.Join(filepath.Dir(self), env.Other()), args...)
	command.Stdin = bytes.NewReader(input)
	command.Stderr = os.Stderr
	return command.Output()
}
