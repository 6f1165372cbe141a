package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"frontoffice/scenarios/demand"
	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/pricing/cost"
)

// outcomes reads what a channel's contacts lead to.
func (r *resolver) outcomes(ch *Channel, c channel) {
	if c.Resolution != nil {
		ch.Resolution = float64(*c.Resolution)
	}
	for _, o := range c.Outcomes {
		ch.Outcomes = append(ch.Outcomes, Outcome{o.Name, float64(o.Value.Share), money(o.Value.Value)})
	}
}

func money(p price) float64 { return contract.Price(p).Float() }

// sites reads the sites, before the teams that work there.
func (r *resolver) sites() {
	if r.file.Currency != nil {
		r.s.Business.Currency = string(*r.file.Currency)
	}
	if r.file.Term != nil {
		r.s.Business.Term = int(*r.file.Term)
	}
	for _, in := range r.file.Sites {
		path, v := "sites."+in.Name, in.Value
		made := Site{Name: in.Name, Location: string(v.Location), Currency: r.s.Business.Currency, HandleTime: float64(v.HandleTime), Quality: float64(v.Quality)}
		own := v.Currency != nil && string(*v.Currency) != made.Currency
		switch {
		case own && made.Currency == "":
			r.wrong(path+".currency", "the scenario has no currency that this would be exchanged into: write currency at the top of the file")
		case own && !r.given(path+".exchange_rate"):
			r.wrong(path, "exchange_rate is missing: how many %s is one %s?", made.Currency, *v.Currency)
		case !own && r.given(path+".exchange_rate"):
			r.wrong(path+".exchange_rate", "an exchange rate needs a currency of the site's own, other than the scenario's")
		}
		if own {
			made.Currency = string(*v.Currency)
		}
		if v.Cost != nil && v.Cost.Wage != nil && v.Cost.MonthHours != nil {
			made.Cost = r.cost(path+".cost", path+".cost", *v.Cost, r.exchange(in.Name))
		}
		r.s.Business.Sites = append(r.s.Business.Sites, made)
	}
}

// exchange is what one unit of a site's currency is in the scenario's.
func (r *resolver) exchange(site string) float64 {
	for _, in := range r.file.Sites {
		if in.Name == site && in.Value.Exchange != nil {
			return float64(*in.Value.Exchange)
		}
	}
	return 1
}

// works reads where a team works and what its people cost.
func (r *resolver) works(path string, made *Team, t team) {
	var at costIn // the site's
	if t.Site != nil {
		names := []string{}
		for _, s := range r.file.Sites {
			names = append(names, s.Name)
		}
		i := slices.Index(names, string(*t.Site))
		if i < 0 {
			r.wrong(path+".site", "there is no site %s%s (sites: %s)", *t.Site, didYouMean(string(*t.Site), names), strings.Join(names, ", "))
			return
		}
		made.Site = r.s.Business.Sites[i]
		if c := r.file.Sites[i].Value.Cost; c != nil {
			at = *c
		}
		if t.Cost == nil {
			if at.Wage == nil || at.MonthHours == nil {
				if r.given("sites." + names[i] + ".cost") {
					r.needCost("sites."+names[i]+".cost", at)
				}
				return
			}
			made.Cost = made.Site.Cost
			return
		}
	}
	if t.Cost == nil {
		return
	}
	sitePath := "sites." + made.Site.Name + ".cost"
	// Field by field, what the team gives stands for what the site gives.
	own, all := reflect.ValueOf(*t.Cost), reflect.ValueOf(&at).Elem()
	for i := range own.NumField() {
		if !own.Field(i).IsZero() {
			all.Field(i).Set(own.Field(i))
		}
	}
	if at.Wage == nil || at.MonthHours == nil {
		r.needCost(path+".cost", at)
		return
	}
	made.Cost = r.cost(path+".cost", sitePath, at, r.exchange(made.Site.Name))
}

// needCost tells which of the two keys without which there is no cost are missing.
func (r *resolver) needCost(path string, c costIn) {
	if r.anyBad(path) {
		return
	}
	if c.Wage == nil {
		r.wrong(path, "wage is missing, here or at the site: write for example wage: 17.50")
	}
	if c.MonthHours == nil {
		r.wrong(path, "month_hours is missing, here or at the site: write for example month_hours: 173h20m")
	}
}

// cost makes the rates of a cost block whose wage and hours are there.
func (r *resolver) cost(path, sitePath string, in costIn, exchange float64) *Cost {
	made := &Cost{Rates: cost.Rates{
		Exchange: exchange, Wage: money(*in.Wage), MonthHours: time.Duration(*in.MonthHours).Hours(), Term: float64(r.s.Business.Term),
	}}
	c := &made.Rates
	none := func(key string) { made.NotGiven = append(made.NotGiven, key) }
	share := func(key string, v *share, to *float64) {
		if v == nil {
			none(key)
			return
		}
		*to = float64(*v)
	}
	amount := func(key string, v *price, to *float64) {
		if v == nil {
			none(key)
			return
		}
		*to = money(*v)
	}
	if p := in.Premiums; p != nil {
		share("premiums.night", p.Night, &c.Night)
		share("premiums.weekend", p.Weekend, &c.Weekend)
		share("premiums.holiday", p.Holiday, &c.Holiday)
		switch {
		case p.NightHours != nil:
			made.NightFrom, made.NightTo = p.NightHours.open, p.NightHours.close
		case p.Night != nil:
			r.wrong(r.where("premiums", path, sitePath), "night_hours is missing: from when to when is the premium for nights paid?")
		}
	} else {
		none("premiums")
	}
	share("benefits", in.Benefits, &c.Benefits)
	share("taxes", in.Taxes, &c.Taxes)
	share("paid_leave", in.PaidLeave, &c.Leave)
	share("attrition", in.Attrition, &c.Attrition)
	amount("recruiting", in.Recruiting, &c.Recruiting)
	if in.Training != nil {
		c.TrainingWeeks, c.TrainingCost = float64(in.Training.Weeks), money(in.Training.Cost)
	} else {
		none("training")
	}
	if n := in.Nesting; n != nil {
		c.NestingWeeks, c.NestingSpeed, c.NestingQuality = float64(n.Weeks), float64(n.Speed), float64(n.Quality)
	} else {
		none("nesting")
	}
	for _, role := range in.Roles {
		c.Roles = append(c.Roles, cost.Role{Name: role.Name, Span: float64(role.Value.Span), Salary: money(role.Value.Salary)})
	}
	if in.Roles == nil {
		none("roles")
	}
	if in.Seat != nil {
		c.Seat, c.SeatSharing = money(in.Seat.Month), float64(in.Seat.Sharing)
	} else {
		none("seat")
	}
	amount("licence", in.Licence, &c.Licence)
	amount("telecom", in.Telecom, &c.Telecom)
	share("wage_inflation", in.Inflation, &c.Inflation)
	amount("transition", in.Transition, &c.Transition)
	if r.s.Business.Term == 0 {
		for key, given := range map[string]bool{"wage_inflation": c.Inflation > 0, "transition": c.Transition > 0} {
			if given {
				r.wrong(r.where(key, path, sitePath), "this needs term at the top of the file: the months that contracts run")
			}
		}
	}
	return made
}

// where is the path of a key of a cost block: the team's own, or the site's.
func (r *resolver) where(key, path, sitePath string) string {
	if r.given(path + "." + key) {
		return path + "." + key
	}
	return sitePath + "." + key
}

// business reads the calendar, what is uncertain and the contracts.
func (r *resolver) business() {
	b := &r.s.Business
	days := 0
	for _, in := range r.file.Calendar {
		path := "calendar." + in.Name
		made := DayType{Name: in.Name, Days: int(in.Value.Days), Volume: float64(in.Value.Volume), HandleTime: float64(in.Value.HandleTime), Kind: string(in.Value.Kind)}
		if p := in.Value.Profile; p != nil {
			made.Profile = r.weights(path+".profile", p)
		}
		days += made.Days
		b.Calendar = append(b.Calendar, made)
	}
	if days > 31 && !r.anyBad("calendar") {
		r.wrong("calendar", "%d days: a month has at most 31", days)
	}
	if u := r.file.Uncertainty; u != nil {
		drift := func(d *drift) Drift {
			if d == nil {
				return Drift{}
			}
			return Drift{float64(d.CV), float64(d.Persistence)}
		}
		b.Uncertainty = Uncertainty{Volume: drift(u.Volume), HandleTime: drift(u.HandleTime), Attrition: drift(u.Attrition)}
		if s := u.Shrinkage; s != nil {
			b.Uncertainty.Shrinkage = Drift{float64(s.Points), float64(s.Persistence)}
		}
		if r.file.Policy == nil {
			r.wrong("uncertainty", "staffing_policy is missing: how does staff follow what differs from the forecast?")
		}
	}
	if p := r.file.Policy; p != nil {
		r.policy(p)
	}
	const most = 20 // of each: each simulated month is billed by all
	if n := len(r.file.Contracts); n > most {
		r.wrong("contracts", "%d contracts: at most %d", n, most)
		return
	}
	for _, in := range r.file.Contracts {
		for key, n := range map[string]int{"terms": len(in.Value.Terms), "service_levels": len(in.Value.Levels)} {
			if n > most {
				r.wrong("contracts."+in.Name+"."+key, "%d are given: at most %d", n, most)
				return
			}
		}
		b.Contracts = append(b.Contracts, r.contract("contracts."+in.Name, in.Name, in.Value))
	}
}

// weights reads a profile on its own.
func (r *resolver) weights(path string, p *profile) []float64 {
	if !r.known() {
		return nil
	}
	if p.name != "" {
		weights, _ := demand.Profile(string(p.name), r.day)
		return weights
	}
	if !r.counted(path, "weight", len(p.weights)) {
		return nil
	}
	var weights []float64
	sum := 0.0
	for _, w := range p.weights {
		weights = append(weights, float64(w))
		sum += float64(w)
	}
	if sum == 0 {
		r.wrong(path, "a profile needs at least one weight above 0")
		return nil
	}
	return weights
}

func (r *resolver) policy(p *policy) {
	made := Policy{Name: string(p.Policy)}
	need := func(key, policy string, given bool) {
		if made.Name == policy && !given {
			r.wrong("staffing_policy", "%s is missing: the policy %s needs it", key, policy)
		}
		if made.Name != policy && given {
			r.wrong("staffing_policy."+key, "%s belongs to the policy %s", key, policy)
		}
	}
	need("lead_time", "follow", p.Lead != nil)
	need("up", "flex", p.Up != nil)
	need("down", "flex", p.Down != nil)
	if p.Lead != nil {
		made.Lead = int(*p.Lead)
	}
	if p.Up != nil {
		made.Up = float64(*p.Up)
	}
	if p.Down != nil {
		made.Down = float64(*p.Down)
	}
	r.s.Business.Policy = made
}

// contract reads one contract and checks its terms.
func (r *resolver) contract(path, name string, in contractIn) contract.Contract {
	c := contract.Contract{Name: name}
	for i, t := range in.Terms {
		c.Terms = append(c.Terms, r.term(fmt.Sprintf("%s.terms[%d]", path, i), t))
	}
	for i, l := range in.Levels {
		c.Levels = append(c.Levels, r.level(fmt.Sprintf("%s.service_levels[%d]", path, i), l))
	}
	if in.AtRisk != nil {
		c.AtRisk = contract.RoundShare(float64(*in.AtRisk))
	}
	if in.Margin != nil {
		m := contract.RoundShare(float64(*in.Margin))
		c.Margin = &m
	}
	if in.MarkUp != nil {
		m := contract.RoundShare(float64(*in.MarkUp))
		c.MarkUp = &m
	}
	if r.anyBad(path) {
		return c
	}
	open := 0
	for _, t := range c.Terms {
		if t.Open() {
			open++
		}
	}
	switch goals := c.Margin != nil || c.MarkUp != nil; {
	case c.Margin != nil && c.MarkUp != nil:
		r.wrong(path+".mark_up", "margin and mark_up are two ways to say one thing: give one")
	case open > 1:
		r.wrong(path+".terms", "%d prices are left out: one can be found, give the others", open)
	case open == 1 && !goals:
		r.wrong(path+".terms", "a price is left out: give it, or the contract's margin or mark_up that it has to earn")
	case open == 0 && goals:
		r.wrong(path, "margin or mark_up find a price that is left out, and none is")
	}
	return c
}

// belongs are the keys that each charge has beside charge, team or channel and the price.
var belongs = map[contract.Charge]string{
	contract.Fixed: "price", contract.FTE: "price on team", contract.PaidHour: "price team", contract.StaffedHour: "price team", contract.HandlingHour: "price team",
	contract.HandledMin: "price channel", contract.TalkMin: "price channel", contract.Contact: "price on channel", contract.Outcome: "price channel outcome",
	contract.Value: "share channel outcome", contract.CostPlus: "mark_up", contract.GainShare: "on share loss_share target",
}

const volumeKeys = " bands band_rule baseline dead_band additional reduced minimum"

func (r *resolver) term(path string, in term) contract.Term {
	t := contract.Term{Charge: contract.Charge(in.Charge)}
	keys := belongs[t.Charge]
	if strings.HasPrefix(keys, "price") && t.Charge != contract.Fixed {
		keys += volumeKeys
	}
	for _, f := range fieldsOf(reflect.TypeFor[term]()) {
		if f.key != "charge" && r.given(path+"."+f.key) && !slices.Contains(strings.Fields(keys), f.key) && keys != "" {
			r.wrong(path+"."+f.key, "%s does not belong to the charge %s, which has %s", f.key, t.Charge, strings.ReplaceAll(keys, " ", ", "))
		}
	}
	r.of(path, in, &t)
	if in.Price != nil {
		t.Price = contract.Price(*in.Price)
		if t.Price == 0 {
			r.wrong(path+".price", "a price of nothing charges nothing: leave the term out")
		}
	}
	r.bands(path, in, &t)
	r.deadBand(path, in, &t)
	if in.Minimum != nil {
		t.Minimum = contract.RoundQuantity(float64(*in.Minimum))
		if in.Baseline != nil {
			r.wrong(path+".minimum", "a minimum and a baseline exclude each other")
		}
	}
	if in.Share != nil {
		t.Share = contract.RoundShare(float64(*in.Share))
	}
	if in.LossShare != nil {
		t.LossShare = contract.RoundShare(float64(*in.LossShare))
	}
	if in.MarkUp != nil {
		t.Share = contract.RoundShare(float64(*in.MarkUp))
	}
	if in.Target != nil {
		t.Target = contract.RoundMoney(money(*in.Target))
	}
	for charge, key := range map[contract.Charge]string{contract.CostPlus: "mark_up", contract.GainShare: "share"} {
		if t.Charge == charge && !r.given(path+"."+key) {
			r.wrong(path, "%s is missing: the charge %s needs it", key, charge)
		}
	}
	if t.Charge == contract.GainShare && in.Target == nil {
		r.wrong(path, "target is missing: what would the month cost without any saving?")
	}
	return t
}

// of checks what a term measures, and of whom.
func (r *resolver) of(path string, in term, t *contract.Term) {
	if in.Team != nil {
		t.Team = string(*in.Team)
		r.named(path+".team", "team", t.Team, len(r.file.Teams), func(i int) string { return r.file.Teams[i].Name })
	}
	var channels []Channel
	for _, c := range r.s.Channels {
		if in.Channel == nil || c.Name == string(*in.Channel) {
			channels = append(channels, c)
		}
	}
	if in.Channel != nil {
		t.Channel = string(*in.Channel)
		r.named(path+".channel", "channel", t.Channel, len(r.file.Channels), func(i int) string { return r.file.Channels[i].Name })
	}
	ways := map[contract.Charge][]string{contract.FTE: {"required", "scheduled", "actual"}, contract.Contact: {"answered", "resolved"}, contract.GainShare: {"bill", "cost"}}[t.Charge]
	if in.On != nil {
		t.On = string(*in.On)
	}
	switch {
	case ways == nil:
	case t.On == "":
		r.wrong(path, "on is missing: the charge %s is on %s", t.Charge, strings.Join(ways, " or "))
	case !slices.Contains(ways, t.On):
		r.wrong(path+".on", "the charge %s is on %s", t.Charge, strings.Join(ways, " or "))
	}
	if t.Charge == contract.Contact && t.On == "resolved" {
		for _, c := range channels {
			if c.Resolution == 0 {
				r.wrong(path+".on", "the share of contacts that are resolved is not given: write channels.%s.resolution: 78%%", c.Name)
			}
		}
	}
	if t.Charge == contract.TalkMin {
		for _, c := range channels {
			if !c.WrapUp.Given() {
				r.wrong(path+".charge", "talk minutes are those without wrap-up: give channels.%s.wrap_up", c.Name)
			}
		}
	}
	if t.Charge != contract.Outcome && t.Charge != contract.Value {
		return
	}
	var outcomes []string
	for _, c := range channels {
		for _, o := range c.Outcomes {
			if !slices.Contains(outcomes, o.Name) {
				outcomes = append(outcomes, o.Name)
			}
		}
	}
	switch {
	case in.Outcome == nil:
		r.wrong(path, "outcome is missing: which of those that the channels' outcomes name?")
	default:
		t.Outcome = string(*in.Outcome)
		r.named(path+".outcome", "outcome", t.Outcome, len(outcomes), func(i int) string { return outcomes[i] })
	}
}

// named checks that a name is one of n.
func (r *resolver) named(path, what, name string, n int, of func(int) string) {
	var names []string
	for i := range n {
		names = append(names, of(i))
	}
	if slices.Contains(names, name) || r.bad[path] {
		return
	}
	has := strings.Join(names, ", ")
	if has == "" {
		has = "none"
	}
	r.wrong(path, "there is no %s %s%s (%ss: %s)", what, name, didYouMean(name, names), what, has)
}

func (r *resolver) bands(path string, in term, t *contract.Term) {
	if in.Bands == nil {
		if in.BandRule != nil {
			r.wrong(path+".band_rule", "a band rule needs bands")
		}
		return
	}
	switch {
	case in.Price != nil || in.Baseline != nil:
		r.wrong(path+".bands", "bands stand in place of a price and a baseline")
	case in.BandRule == nil:
		r.wrong(path, "band_rule is missing: are all units priced by the band of the volume (whole-volume), or each by its own (marginal)?")
	default:
		t.WholeVolume = *in.BandRule == "whole-volume"
	}
	for i, b := range in.Bands {
		at := fmt.Sprintf("%s.bands[%d]", path, i)
		made := contract.Band{Price: contract.Price(b.Price)}
		if b.UpTo != nil {
			made.UpTo = contract.RoundQuantity(float64(*b.UpTo))
		}
		switch last := i == len(in.Bands)-1; {
		case r.anyBad(at):
		case !last && b.UpTo == nil:
			r.wrong(at, "up_to is missing: only the last band has no end")
		case last && b.UpTo != nil:
			r.wrong(at+".up_to", "the last band has no end: leave up_to out")
		case i > 0 && !last && made.UpTo <= t.Bands[i-1].UpTo:
			r.wrong(at+".up_to", "bands rise: the one before ends at %v", t.Bands[i-1].UpTo.Float())
		}
		t.Bands = append(t.Bands, made)
	}
}

func (r *resolver) deadBand(path string, in term, t *contract.Term) {
	if in.Baseline == nil {
		for _, key := range []string{"dead_band", "additional", "reduced"} {
			if r.given(path + "." + key) {
				r.wrong(path+"."+key, "%s needs a baseline", key)
			}
		}
		return
	}
	t.Baseline = contract.RoundQuantity(float64(*in.Baseline))
	for _, need := range []struct {
		key   string
		given bool
	}{{"dead_band", in.DeadBand != nil}, {"additional", in.Additional != nil}, {"reduced", in.Reduced != nil}} {
		if !need.given {
			r.wrong(path, "%s is missing: a baseline needs it", need.key)
			return
		}
	}
	t.DeadBand = contract.RoundShare(float64(*in.DeadBand))
	t.Additional, t.Reduced = contract.Price(*in.Additional), contract.Price(*in.Reduced)
}

// level reads credits and bonuses, and checks that their steps go one way.
func (r *resolver) level(path string, in levelIn) contract.Level {
	l := contract.Level{Metric: contract.Metric(in.Metric), Period: contract.Period(in.Period)}
	switch {
	case in.Channel != nil:
		l.Channel = string(*in.Channel)
		r.named(path+".channel", "channel", l.Channel, len(r.file.Channels), func(i int) string { return r.file.Channels[i].Name })
	case len(r.file.Channels) == 1:
		l.Channel = r.file.Channels[0].Name
	default:
		r.wrong(path, "channel is missing: of which channel?")
	}
	for _, c := range r.s.Channels {
		if c.Name != l.Channel {
			continue
		}
		if l.Metric == contract.Resolution && c.Resolution == 0 {
			r.wrong(path+".metric", "the share of contacts that are resolved is not given: write channels.%s.resolution: 78%%", c.Name)
		}
		if l.Metric == contract.ServiceLevel && c.Target.ServiceLevel == 0 {
			r.wrong(path+".metric", "channels.%s.target has no service_level that says within which time", c.Name)
		}
	}
	if in.Credits == nil && in.Bonuses == nil {
		r.wrong(path, "neither credits nor bonuses are given")
	}
	than := func(at string, t threshold) float64 {
		switch wait := l.Metric == contract.ASA; {
		case r.bad[at]:
		case wait != t.timed:
			r.wrong(at, "%s is %s", l.Metric, map[bool]string{true: "a duration: write 30s", false: "a share: write 80%"}[wait])
		case t.timed:
			return time.Duration(t.time).Seconds()
		}
		return float64(t.share)
	}
	steps := func(key, word string, n int, step func(i int) (threshold, share), worse bool) []contract.Step {
		var all []contract.Step
		for i := range n {
			at := fmt.Sprintf("%s.%s[%d].%s", path, key, i, word)
			t, amount := step(i)
			made := contract.Step{Than: than(at, t), Amount: contract.RoundShare(float64(amount))}
			if i > 0 && !r.anyBad(path) {
				from := all[i-1].Than
				if onward := l.Metric.Worse(made.Than, from) == worse && made.Than != from; !onward {
					r.wrong(at, "each step is further than the one before it")
				}
			}
			all = append(all, made)
		}
		return all
	}
	l.Credits = steps("credits", "worse_than", len(in.Credits), func(i int) (threshold, share) { return in.Credits[i].WorseThan, in.Credits[i].Amount }, true)
	l.Bonuses = steps("bonuses", "better_than", len(in.Bonuses), func(i int) (threshold, share) { return in.Bonuses[i].BetterThan, in.Bonuses[i].Amount }, false)
	if in.Cap != nil {
		l.Cap = contract.RoundShare(float64(*in.Cap))
	}
	if in.BonusCap != nil {
		l.BonusCap = contract.RoundShare(float64(*in.BonusCap))
	}
	if e := in.EarnBack; e != nil {
		l.EarnBack = &contract.EarnBack{Than: than(path+".earn_back.better_than", e.BetterThan), Months: int(e.Months)}
		if in.Credits == nil {
			r.wrong(path+".earn_back", "without credits nothing can be earned back")
		}
	}
	return l
}
