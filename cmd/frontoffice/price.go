package main

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing"
)

func priceCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "price",
		Usage:     "what a month costs to serve, what each contract bills, and who bears which risk",
		UsageText: "frontoffice price [flags] [FILE]",
		Description: `The month is the scenario's calendar of day types, each staffed as size staffs it. The cost to
serve is told line by line, each contract's invoice to the cent; thousands of simulated months say
what uncertain volumes, handle times, shrinkage, attrition and bad days make of both sides.

   frontoffice price                                    the embedded outsourced desk
   frontoffice scenarios show outsourced-desk           all that pricing reads, with remarks
   frontoffice price desk.yaml --margin 20%             prices that earn a margin of 20 %
   frontoffice price desk.yaml --probability 95%        ... in 95 % of the months
   frontoffice price desk.yaml --months 1000            a quick look
   frontoffice price --set sites.near.exchange_rate=x1.1  what if the currency moves?
   frontoffice price desk.yaml --pictures desk-prices   five pictures, PNG and SVG
   frontoffice price desk.yaml --format json > desk.json

Margin is profit / revenue, mark-up is profit / cost.`,
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "months", Usage: fmt.Sprintf("simulate this `NUMBER` of months (default: %d)", pricing.DefaultMonths)},
			&cli.StringFlag{Name: "seed", Usage: "whole `NUMBER` that fixes all randomness (default: the scenario's)"},
			&cli.StringFlag{Name: "margin", Value: "15%", Usage: "margin that prices are solved for: a `SHARE` of revenue"},
			&cli.StringFlag{Name: "probability", Value: "90%", Usage: "`SHARE` of months in which a price is to earn that margin"},
			&cli.StringFlag{Name: "method", Value: "auto", Usage: "`NAME` of the way to find the agents, as size has it"},
			&cli.StringFlag{Name: "pictures", Usage: "draw five pictures into this `FOLDER`"},
			overwriteFlag(), formatFlag(formatTable, formatJSON, formatCSV), quietFlag(),
		}, scenarioFlags()),
		Action: func(ctx *cli.Context) error {
			o, err := priceOptions(ctx)
			if err != nil {
				return err
			}
			s, err := loadScenarioOr(ctx, c, "outsourced-desk")
			if err != nil {
				return err
			}
			if !ctx.IsSet("seed") {
				o.Seed = s.Simulation.Seed
			}
			folder := ctx.String("pictures")
			if folder != "" {
				if err := freeOf(ctx, folder, pricePictures); err != nil {
					return err
				}
			}
			progress := newProgress(c.err, "", ctx.Bool("quiet"))
			o.Progress = func(what string, done, total int) {
				progress.what = what
				progress.reportOf(done, total, "steps")
			}
			p, err := pricing.Price(ctx.Context, s, o)
			progress.done()
			if err != nil {
				return err
			}
			notes(ctx, c, p.Expected.Notes)
			var pictures []string
			var lost error // a picture that fails does not take the figures with it
			if folder != "" {
				pictures, lost = drawPrices(folder, s, p, ctx.Bool("overwrite"))
			}
			switch ctx.String("format") {
			case formatJSON:
				err = printJSON(c.out, newPriceJSON(s, p, pictures))
			case formatCSV:
				err = printPriceCSV(c.out, p)
			default:
				printPrices(c.out, s, p)
				if pictures != nil {
					fmt.Fprintf(c.out, "\nPictures: %s in %s\n", count(len(pictures), "file"), folder)
				}
			}
			if err == nil {
				err = lost
			}
			return err
		},
	}
}

func priceOptions(ctx *cli.Context) (pricing.PriceOptions, error) {
	var o pricing.PriceOptions
	sizing, err := methodOf(ctx)
	if err != nil {
		return o, err
	}
	o.Staffing = sizing
	if ctx.IsSet("months") {
		n, err := strconv.Atoi(ctx.String("months"))
		if err != nil || n < 100 || n > pricing.MaxMonths {
			return o, usagef("--months %s: want a whole number from 100 to %d", ctx.String("months"), pricing.MaxMonths)
		}
		o.Months = n
	}
	if ctx.IsSet("seed") {
		n, err := strconv.ParseUint(ctx.String("seed"), 10, 64)
		if err != nil {
			return o, usagef("--seed %s: want a whole number of at least 0", ctx.String("seed"))
		}
		o.Seed = n
	}
	for _, f := range []struct {
		name string
		to   *float64
	}{{"margin", &o.Margin}, {"probability", &o.Probability}} {
		v, err := scenarios.ParseShare(ctx.String(f.name))
		if err != nil {
			return o, usagef("--%s: %w", f.name, err)
		}
		*f.to = v
	}
	if o.Margin > 0.95 {
		return o, usagef("--margin %s: want at most 95%%", ctx.String("margin"))
	}
	if o.Probability > 0.999 || o.Probability <= 0 {
		return o, usagef("--probability %s: want above 0%% and at most 99.9%%", ctx.String("probability"))
	}
	return o, nil
}

// priceJSON is a pricing for machines.
type priceJSON struct {
	Schema   string `json:"schema"`
	Scenario string `json:"scenario"`
	File     string `json:"file"`
	*pricing.Pricing
	Pictures []string `json:"pictures,omitempty"`
}

func newPriceJSON(s *scenarios.Scenario, p *pricing.Pricing, pictures []string) priceJSON {
	return priceJSON{"frontoffice/price/v1", s.Name, s.File, p, pictures}
}
