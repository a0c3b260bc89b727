// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/words"
)

// dataEnv names the data directory when --data does not.
const dataEnv = "LINLI_DATA"

// settings are what every command may need. The zero value is completed by the flags' defaults.
type settings struct {
	data string // --data: the network's data directory
}

// commands are the subcommands of linli, in the order of its help.
func commands(s *settings) []*cobra.Command {
	return []*cobra.Command{
		upCommand(s),
		downCommand(s),
		reads(statusCommand(s)),
		reads(logsCommand(s)),
		resetCommand(s),
		reads(doctorCommand(s)),
		bodyCommand(s),
		backupCommand(s),
		restoreCommand(s),
		foundCommand(s),
		serveCommand(s),
		networkCommand(s),
		changeCommand(s),
		chaincodeCommand(s),
		rollCommand(),
		oracleCommand(s),
		devicesCommand(),
		reads(simulateCommand()),
		pointsCommand(),
		parkingCommand(),
		conventionCommand(),
		countCommand(s),
		exportCommand(),
		checkpointCommand(s),
		evidenceCommand(s),
		reads(verifyCommand()),
		reads(versionCommand()),
	}
}

// exitCode is an error that has been reported already; only the code is left to return.
type exitCode int //nolint:errname // it is no error to report

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Run runs one command line, without the program's name, and returns the exit code: 0 if it did what was asked,
// 1 if not, 2 if the command line is wrong or an input file cannot be read.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	strictCompletion(root) // writes to the output set above
	command, _, err := root.Find(args)
	if err != nil { // which running it tells
		command = root
	}
	return untilTold(ctx, command, stderr, func() int { return exit(root.ExecuteContext(ctx), stderr) })
}

// exit tells an error, and returns its exit code.
func exit(err error, stderr io.Writer) int {
	var code exitCode
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "linli: %v\nRun `linli help` to see the commands.\n", err)
		return 2
	}
	fmt.Fprintf(stderr, "linli: %s\n", words.English(err))
	if _, ok := errors.AsType[inputError](err); ok {
		return 2
	}
	return 1
}

func rootCommand() *cobra.Command {
	s := &settings{}
	root := &cobra.Command{
		Use:   "linli",
		Short: "Linli (邻里): a community's votes on a ledger that its bodies run together",
		Long: "Linli (邻里): a community's votes on a ledger that its bodies run together.\n\n" +
			"Exit code 0: done; 1: refused, or it failed; 2: the command line is wrong or an input cannot be read.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          asUsage(cobra.NoArgs),
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.ValidateRequiredFlags(); err != nil {
				return usageError{err}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&s.data, "data", defaultData(), "data directory of the network (also $"+dataEnv+")")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.SetHelpCommand(helpCommand())
	root.AddCommand(commands(s)...)
	return root
}

func defaultData() string {
	if dir := os.Getenv(dataEnv); dir != "" {
		return dir
	}
	return ".linli"
}

// usageError is a wrong command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// asUsage makes the errors of an argument check usage errors.
func asUsage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}
