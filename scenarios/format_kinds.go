package scenarios

// The part of the scenario file that belongs to kinds of channels beyond calls that wait; see format.go.

// turns is an exchange between customer and agent.
type turns struct {
	Agent    delay  `key:"agent" need:"yes" above:"0s" most:"24h" doc:"Time of the agent for a turn, reading and typing: the mean of an exponential time, or a law of it."`
	Customer delay  `key:"customer" need:"yes" above:"0s" most:"24h" doc:"Time until the customer answers, likewise."`
	Number   number `key:"number" need:"yes" least:"1" most:"10000" doc:"Turns of the agent in a chat, on average: after each the chat ends with chance 1 / number."`
}

// leaving is how customers leave a chat without a word.
type leaving struct {
	After   delay `key:"after" need:"yes" above:"0s" most:"24h" doc:"Time in hand after which the customer leaves without a word, if the chat is not over: the mean of an exponential time, or a law of it."`
	TimeOut *span `key:"time_out" most:"24h" doc:"How long the agent's place stays taken until the silence is seen. Left out, it is seen at once."`
}

// backlog is a part of what waits at the opening.
type backlog struct {
	Contacts count `key:"contacts" need:"yes" least:"1" most:"1000000" doc:"How many."`
	Youngest span  `key:"youngest" default:"0s" least:"0s" most:"8760h" doc:"Age of the youngest at the opening."`
	Oldest   span  `key:"oldest" need:"yes" least:"0s" most:"8760h" doc:"Age of the oldest; the others lie evenly between."`
}

// outbound is a list of records and how it is called.
type outbound struct {
	List        count    `key:"list" need:"yes" least:"1" most:"10000000" doc:"Records to call."`
	ContactRate sharesIn `key:"contact_rate" need:"yes" least:"0%" most:"100%" doc:"Share of calls that reach somebody: one, or a list with one per interval (the best time to call)."`
	RightParty  share    `key:"right_party" default:"100%" above:"0%" most:"100%" doc:"Share of those reached who are the right party; handle_time is that of a talk with them."`
	WrongParty  *delay   `key:"wrong_party" above:"0s" most:"24h" doc:"Time of the agent with somebody else: the mean of an exponential time, or a law of it; no wrap_up follows. Left out, none."`
	Ring        *delay   `key:"ring" above:"0s" most:"1h" doc:"Time from dialling until somebody picks up or the call is given up, likewise. Where the agent waits for it, it is time with a call in hand (occupancy), but neither talk nor handle time. Left out, none."`
	Attempts    count    `key:"attempts" default:"1" least:"1" most:"1000" doc:"Calls to a record at most."`
	Again       *delay   `key:"again" above:"0s" most:"8760h" doc:"Time until a record that was not reached is called again, likewise. Left out, as soon as an agent is free for it."`
	Pacing      text     `key:"pacing" default:"progressive" oneof:"preview,progressive,predictive" doc:"How calls are dialled. preview: an agent looks at the record, dials and waits. progressive: one call for each agent, who waits for it. predictive: calls are dialled ahead of agents; one that is picked up and finds none waits for its patience and is abandoned."`
	Preview     *delay   `key:"preview" above:"0s" most:"1h" doc:"Time with the record before dialling, with pacing: preview. Like the ringing it is time in hand, but neither talk nor handle time."`
	AbandonCap  *share   `key:"abandon_cap" above:"0%" below:"100%" doc:"Share of the connected calls that may meet no agent, needed with pacing: predictive, for example 3%. It is kept on each day: while there is nothing in hand below it, the dialler calls ahead only where that is safe, and an agent whom other contacts might take is kept for the call."`
}

// callBack is the offer to be called back instead of waiting.
type callBack struct {
	Accept   share  `key:"accept" need:"yes" above:"0%" most:"100%" doc:"Share of those offered that accept. They leave the line and do not give up."`
	After    *span  `key:"after_wait" most:"24h" doc:"Wait after which it is offered. Left out, and without expected_wait, at once to who has to wait."`
	Expected *span  `key:"expected_wait" above:"0s" most:"24h" doc:"Instead of after_wait: it is offered on arrival to who must expect to wait for longer, by the queue in front and the agents on duty."`
	Promise  *delay `key:"promise" above:"0s" most:"24h" doc:"Time from accepting to the promised time: the mean of an exponential time, or a law of it. Left out, the place in the queue is kept."`
	Fails    share  `key:"fails" default:"0%" least:"0%" most:"100%" doc:"Share of the call-backs that nobody picks up."`
	Ring     *span  `key:"ring" most:"1h" doc:"Time of the agent for one that nobody picks up. Left out, none."`
}

// automation is a bot or an IVR in front of the queue.
type automation struct {
	Share      share  `key:"share" default:"100%" above:"0%" most:"100%" doc:"Share of the contacts that come of themselves and meet it. Who redials, and what other contacts lead to (follow_ups), goes to the queue without it."`
	Contains   share  `key:"contains" need:"yes" least:"0%" most:"100%" doc:"Share of those whom it serves to the end: they are not offered to agents. The others come to the queue."`
	Time       *delay `key:"time" above:"0s" most:"24h" doc:"Time with it: the mean of an exponential time, or a law of it. Left out, none."`
	Queue      *count `key:"busy_queue" least:"1" most:"1000000" doc:"So many waiting in the channel from which on contains_busy holds."`
	Busy       *share `key:"contains_busy" least:"0%" most:"100%" doc:"Share that it serves to the end while busy_queue or more wait."`
	Cost       *price `key:"cost" doc:"Cost of one that it serves to the end, for pricing. Left out, nothing."`
	HandleTime factor `key:"handle_time_after" default:"100%" above:"0%" most:"1000%" doc:"Handle time of those handed over, of what it is without: what a bot leaves over is longer, what it has asked already shorter."`
}

// followUp is a contact that another leads to.
type followUp struct {
	From  text   `key:"from" need:"yes" doc:"The channel of the contact that leads to another."`
	When  text   `key:"when" default:"answered" oneof:"answered,abandoned,blocked,late,contained,failed" doc:"What happens to it: it is finished; it gives up; it meets a busy signal; its deadline passes; automation serves it to the end; nobody picks up (a call-back, or a call that goes out)."`
	Share share  `key:"share" need:"yes" above:"0%" most:"100%" doc:"Share of such contacts that lead to one, each drawn for itself."`
	To    text   `key:"to" need:"yes" doc:"The channel of the contact that it leads to: another, or the same for a repeat. It needs no demand of its own."`
	After *delay `key:"after" most:"8760h" doc:"How much later: the mean of an exponential time, or a law of it. Left out, at once, as in a transfer."`
}
