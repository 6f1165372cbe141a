package main

import (
	"github.com/urfave/cli/v2"

	"frontoffice/erlang"
)

func erlangCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "erlang",
		Usage:     "one-line answers from the formulas: Erlang B, C and A, and chat",
		UsageText: "frontoffice erlang b|c|a|chat [flags]",
		Description: `   frontoffice erlang b --load 10 --blocking 1%
   frontoffice erlang c --volume 100 --interval 30m --handle-time 180s --agents 14 --within 20s
   frontoffice erlang a --volume 100 --interval 30m --handle-time 180s --patience 2m --service-level "80% in 20s"
   frontoffice erlang chat --volume 60 --interval 30m --handle-time 8m --agent-share 40% --concurrency 3 \
       --patience 3m --service-level "80% in 30s"

With --agents: what they achieve. With a target: the least agents that meet it. With both: also the
largest load that those agents carry. With --agents and a share alone (--service-level 80%): the time
within which that share is answered.`,
		Subcommands: []*cli.Command{
			{
				Name:      "b",
				Usage:     "lost when all lines are busy: blocking, or the lines for it",
				UsageText: "frontoffice erlang b --agents N|--blocking P --load A|--volume V --interval I --handle-time H",
				Description: `   frontoffice erlang b --load 10 --agents 15
   frontoffice erlang b --load 10 --blocking 1%
   frontoffice erlang b --load 10 --agents 10 --redial 50%     half of the blocked try again at once`,
				Flags: append(loadFlags(),
					&cli.StringFlag{Name: "agents", Usage: "`NUMBER` of agents, or lines; fractions allowed"},
					blockingFlag(),
					&cli.StringFlag{Name: "redial", Usage: "`SHARE` of the blocked who try again at once"}),
				Action: func(ctx *cli.Context) error { return answerB(ctx, c) },
			},
			{
				Name:      "c",
				Usage:     "wait without end when all agents are busy",
				UsageText: "frontoffice erlang c --agents N|TARGETS --load A|--volume V --interval I --handle-time H",
				Description: `   frontoffice erlang c --volume 100 --interval 30m --handle-time 180s --agents 14 --within 20s
   frontoffice erlang c --load 10 --handle-time 3m --asa 10s --occupancy 85%
   frontoffice erlang c --load 10 --handle-time 3m --agents 14 --within 20s --handle-cv 0     constant handle times`,
				Flags: append(append(loadFlags(), queueFlags()...), linesFlag(), blockingFlag(),
					&cli.StringFlag{Name: "handle-cv", Value: "1", Usage: "coefficient of variation of the handle time, a `NUMBER`: 1 exponential and 0 constant are exact, others by two moments"}),
				Action: func(ctx *cli.Context) error { return answer(ctx, c, stationC) },
			},
			{
				Name:      "a",
				Usage:     "wait, and give up when patience ends",
				UsageText: "frontoffice erlang a --agents N|TARGETS --load A|--volume V --interval I --handle-time H --patience P",
				Description: `   frontoffice erlang a --volume 1000 --interval 30m --handle-time 4m --patience 2m --service-level "80% in 20s"
   frontoffice erlang a --load 100 --handle-time 4m --patience 2m --patience-law lognormal --patience-cv 1.4 --agents 102 --within 20s
   frontoffice erlang a --load 100 --handle-time 4m --patience 2m --agents 95 --lines 110 --redial 40% --within 20s
   frontoffice erlang a --load 48 --handle-time 60s --agents 50 --abandonment 3.1%     the patience that explains 3.1%`,
				Flags: append(append(loadFlags(), queueFlags()...),
					patienceFlag(), abandonmentFlag(), blockingFlag(),
					&cli.StringFlag{Name: "patience-law", Value: "exponential", Usage: "of the patience: exponential, deterministic, uniform (0 to twice the mean), gamma, lognormal or hyperexponential (balanced means)"},
					&cli.StringFlag{Name: "patience-cv", Usage: "coefficient of variation of a gamma (1/sqrt k for Erlang-k), lognormal or hyperexponential patience, a `NUMBER`"},
					&cli.StringFlag{Name: "balking", Usage: "`SHARE` that leaves at once rather than wait"},
					linesFlag(),
					&cli.StringFlag{Name: "redial", Usage: "`SHARE` of those who give up or are blocked who call again"},
					&cli.StringFlag{Name: "redial-after", Usage: "mean `DURATION` until they do (default: long)"}),
				Action: func(ctx *cli.Context) error { return answer(ctx, c, stationA) },
			},
			{
				Name:      "chat",
				Usage:     "agents who hold several chats at once",
				UsageText: "frontoffice erlang chat --agents N|TARGETS --volume V --interval I --handle-time ALONE --agent-share S --concurrency K",
				Description: `The handle time is that of a chat whose agent has no other. In its agent share the agent reads or
types; in the rest the customer does, and the agent turns to another chat.

   frontoffice erlang chat --volume 60 --interval 30m --handle-time 8m --agent-share 40% --concurrency 3 \
       --patience 3m --agents 7 --within 30s
   frontoffice erlang chat --volume 60 --interval 30m --handle-time 8m --pace 1,1.7,2.1 --service-level "80% in 30s"`,
				Flags: append(append(loadFlags(), queueFlags()...),
					patienceFlag(), abandonmentFlag(),
					&cli.StringFlag{Name: "concurrency", Usage: "most chats an agent holds, a whole `NUMBER`"},
					&cli.StringFlag{Name: "agent-share", Usage: "`SHARE` of a lone chat in which the agent reads or types"},
					&cli.StringFlag{Name: "pace", Usage: "instead of both: how fast an agent finishes 1, 2, ... chats, as `MULTIPLES` of one alone, such as 1,1.7,2.1"},
					&cli.BoolFlag{Name: "most-loaded", Usage: "fill the fullest agent first (default: the emptiest)"}),
				Action: func(ctx *cli.Context) error { return answer(ctx, c, stationChat) },
			},
		},
		Action: func(ctx *cli.Context) error { return cli.ShowSubcommandHelp(ctx) },
	}
}

func loadFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "load", Usage: "offered load in `ERLANGS` (instead of --volume and --interval)"},
		&cli.StringFlag{Name: "volume", Usage: "`CONTACTS` per --interval"},
		&cli.StringFlag{Name: "interval", Usage: "`DURATION` the volume is counted over, such as 30m"},
		&cli.StringFlag{Name: "handle-time", Usage: "mean handle time, a `DURATION` such as 5m20s"},
		formatFlag(formatTable, formatJSON),
	}
}

func queueFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "agents", Usage: "`NUMBER` of agents; fractions allowed"},
		&cli.StringFlag{Name: "within", Usage: "T of the service level, a `DURATION` such as 20s"},
		&cli.StringFlag{Name: "definition", Value: erlang.Offered.String(), Usage: "what the service level counts: answered within T of offered; answered (of those answered); excluding-short (of offered less who gave up within T); waited (answered or given up within T, of offered)"},
		&cli.StringFlag{Name: "service-level", Usage: "target: at least this `SHARE`, such as 80% (with --within) or \"80% in 20s\""},
		&cli.StringFlag{Name: "asa", Usage: "target: mean wait of the answered at most this `DURATION`"},
		&cli.StringFlag{Name: "occupancy", Usage: "target: at most this `SHARE`"},
	}
}

func patienceFlag() cli.Flag {
	return &cli.StringFlag{Name: "patience", Usage: "mean `DURATION` a contact waits before giving up, such as 2m"}
}

func abandonmentFlag() cli.Flag {
	return &cli.StringFlag{Name: "abandonment", Usage: "target: at most this `SHARE` of offered gives up"}
}

func linesFlag() cli.Flag {
	return &cli.StringFlag{Name: "lines", Usage: "`NUMBER` of contacts that fit, in hand and waiting together (default: no limit)"}
}

func blockingFlag() cli.Flag {
	return &cli.StringFlag{Name: "blocking", Usage: "target: at most this `SHARE` of offered finds no free line"}
}
