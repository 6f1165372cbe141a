package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/scenarios/demand"
	"frontoffice/scenarios/pricing"
	"frontoffice/scenarios/shifts"
	"frontoffice/scenarios/staffing"
	"frontoffice/scenarios/whatif"
	"frontoffice/sim"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1 // the program or the machine failed, or was interrupted
	exitInput  = 2 // bad input or usage
	exitMissed = 3 // done, but a target is missed
)

// exitError carries an exit status; its message, if any, goes to standard error.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usagef is a mistake in the command line.
func usagef(format string, a ...any) error {
	return &exitError{exitInput, fmt.Errorf(format, a...)}
}

// varyError is a mistake in a --vary, which the message may name itself.
func varyError(err error) error {
	if strings.HasPrefix(err.Error(), "--vary ") {
		return usagef("%w", err)
	}
	return usagef("--vary: %w", err)
}

// errMissed ends a command that is done but whose verdict, already printed, is a miss.
var errMissed = &exitError{code: exitMissed}

// console is what a command talks to.
type console struct {
	in       io.Reader
	out, err io.Writer
}

// run is the whole program: arguments in, exit status out.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out := bufio.NewWriter(stdout) // remembers its first error: a lost table is not success
	app := newApp(&console{stdin, out, stderr})
	args, err := permute(app, args)
	if err == nil {
		err = app.RunContext(ctx, args)
	}
	if lost := out.Flush(); lost != nil && (err == nil || errors.Is(err, errMissed)) {
		err = fmt.Errorf("the output is lost: %w", lost)
	}
	if err == nil {
		return exitDone
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		fmt.Fprintln(stderr, "frontoffice: interrupted")
		return exitFailed
	}
	if msg := err.Error(); msg != "" {
		fmt.Fprintf(stderr, "frontoffice: %s\n", strings.TrimRight(msg, "\n"))
	}
	return exitStatus(err)
}

func exitStatus(err error) int {
	var exit *exitError
	if errors.As(err, &exit) {
		return exit.code
	}
	var (
		missing     *pricing.MissingError
		problems    scenarios.Errors
		formula     *erlang.InputError
		unreachable *erlang.UnreachableError
		model       *sim.FieldError
		target      *staffing.TargetError
		shared      *staffing.BlendedError
		question    *whatif.InputError
	)
	for _, known := range []error{staffing.ErrNoTarget, staffing.ErrNotCovered, erlang.ErrNoSteadyState, shifts.ErrNotOfModel} {
		if errors.Is(err, known) {
			return exitInput
		}
	}
	if errors.As(err, &missing) || errors.As(err, &problems) || errors.As(err, &target) || errors.As(err, &shared) || errors.As(err, &question) || errors.As(err, &formula) || errors.As(err, &unreachable) || errors.As(err, &model) {
		return exitInput
	}
	return exitFailed
}

func newApp(c *console) *cli.App {
	app := &cli.App{
		Name:      "frontoffice",
		Usage:     "size, simulate and picture a contact center's day",
		UsageText: "frontoffice COMMAND [flags] [FILE]",
		Description: `A scenario is a YAML file, or the name of an embedded one; without FILE the
embedded day "` + scenarios.Default + `" is used.

   frontoffice run                              size, simulate and picture a day
   frontoffice init monday.yaml                 write a scenario of your own
   frontoffice run monday.yaml                  the same for your own file
   frontoffice erlang a --volume 100 --interval 30m --handle-time 3m \
       --patience 2m --service-level "80% in 20s"`,
		Commands: []*cli.Command{
			runCommand(c), sizeCommand(c), shiftsCommand(c), simulateCommand(c), priceCommand(c),
			compareCommand(c), sweepCommand(c), sensitivityCommand(c), frontierCommand(c), seekCommand(c),
			initCommand(c), validateCommand(c), scenariosCommand(c),
			erlangCommand(c),
		},
		Version:         version(),
		Reader:          c.in,
		Writer:          c.out,
		ErrWriter:       c.err,
		ExitErrHandler:  func(*cli.Context, error) {},
		OnUsageError:    onUsageError,
		CommandNotFound: func(*cli.Context, string) {},
		// A bare "frontoffice" shows the help; permute has refused unknown commands.
		Action: func(ctx *cli.Context) error { return cli.ShowAppHelp(ctx) },
	}
	for _, cmd := range app.Commands {
		finish(cmd)
	}
	return app
}

// version is the module's version or the commit it was built from, with the Go version.
func version() string {
	v := "unknown version"
	if b, ok := debug.ReadBuildInfo(); ok {
		v = b.Main.Version
		for _, s := range b.Settings {
			if s.Key == "vcs.revision" {
				v += " " + s.Value
			}
		}
	}
	return v + " " + runtime.Version()
}

// finish sets on every command what cli does not inherit.
func finish(cmd *cli.Command) {
	cmd.OnUsageError = onUsageError
	cmd.HideHelpCommand = true
	for _, sub := range cmd.Subcommands {
		finish(sub)
	}
}

func onUsageError(ctx *cli.Context, err error, _ bool) error {
	name := "frontoffice"
	if ctx.Command != nil && ctx.Command.Name != name {
		name = ctx.Command.HelpName
	}
	return usagef("%w\nsee: %s --help", err, name)
}

// permute moves a command's flags before its positional arguments, which is
// where cli looks for them, and refuses commands and flags that do not exist.
func permute(app *cli.App, args []string) ([]string, error) {
	if len(args) < 2 || strings.HasPrefix(args[1], "-") {
		return args, nil
	}
	head, rest := args[:1], args[1:]
	commands, flags, takesFile := app.Commands, []cli.Flag(nil), false
	path := "frontoffice"
	for len(commands) > 0 && len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
		if rest[0] == "help" && len(rest) > 1 {
			return permute(app, append(append(head[:len(head):len(head)], rest[1:]...), "--help")) // help run is run --help
		} else if rest[0] == "help" {
			return append(head[:len(head):len(head)], "--help"), nil
		}
		cmd := commandNamed(commands, rest[0])
		if cmd == nil && takesFile {
			break // its argument, not a command below it
		}
		if cmd == nil {
			return nil, usagef("unknown command %q%s\nsee: %s --help", rest[0], didYouMean(rest[0], commandNames(commands)), path)
		}
		head, rest = append(head[:len(head):len(head)], rest[0]), rest[1:]
		path += " " + cmd.Name
		commands, flags, takesFile = cmd.Subcommands, cmd.Flags, cmd.ArgsUsage != ""
	}
	options, files := []string{}, []string{}
	for i := 0; i < len(rest); i++ {
		arg := rest[i]
		if arg == "--" {
			files = append(files, rest[i+1:]...)
			break
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			files = append(files, arg)
			continue
		}
		name, _, inline := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if name == "help" || name == "h" {
			return append(head[:len(head):len(head)], "--help"), nil
		}
		flag := flagNamed(flags, name)
		if flag == nil {
			return nil, usagef("unknown flag --%s%s\nsee: %s --help", name, didYouMean("--"+name, flagNames(flags)), path)
		}
		options = append(options, arg)
		if _, isSwitch := flag.(*cli.BoolFlag); isSwitch || inline {
			continue
		}
		if i++; i == len(rest) {
			return nil, usagef("--%s needs a value\nsee: %s --help", name, path)
		}
		options = append(options, rest[i])
	}
	out := append(head[:len(head):len(head)], options...)
	if len(files) > 0 {
		out = append(append(out, "--"), files...)
	}
	return out, nil
}

func commandNamed(commands []*cli.Command, name string) *cli.Command {
	for _, c := range commands {
		if c.HasName(name) {
			return c
		}
	}
	return nil
}

func commandNames(commands []*cli.Command) []string {
	var names []string
	for _, c := range commands {
		names = append(names, c.Name)
	}
	return names
}

func flagNamed(flags []cli.Flag, name string) cli.Flag {
	for _, f := range flags {
		for _, n := range f.Names() {
			if n == name {
				return f
			}
		}
	}
	return nil
}

func flagNames(flags []cli.Flag) []string {
	var names []string
	for _, f := range flags {
		names = append(names, "--"+f.Names()[0])
	}
	return names
}

// didYouMean is a hint at the nearest valid name, where one is near.
func didYouMean(got string, valid []string) string {
	if near := demand.Nearest(got, valid); near != "" {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}
