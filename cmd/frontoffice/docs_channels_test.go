package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// printed runs a command of a document, whose files are relative to the repository.
// Not for tests in parallel: the command line library writes to its global help and version flags.
func printed(t *testing.T, command string) string {
	t.Helper()
	var args []string
	for _, a := range regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(command, -1) {
		args = append(args, strings.ReplaceAll(strings.Trim(a, `"`), "docs/channels/", "../../docs/channels/"))
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), append([]string{"frontoffice"}, args...), nil, &out, &errs); code != exitDone && code != exitMissed {
		t.Fatalf("%s: exit status %d: %s", command, code, errs.String())
	}
	return out.String()
}

// Every line of docs/channels.md that names a command has figures that the command prints.
func TestChannelsArePrinted(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("random numbers are rounded otherwise elsewhere")
	}
	doc, err := os.ReadFile("../../docs/channels.md")
	if err != nil {
		t.Fatal(err)
	}
	outputs := map[string]string{}
	rows := 0
	for line := range strings.Lines(string(doc)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		last := strings.TrimSpace(cells[len(cells)-1])
		if len(cells) < 3 || !strings.HasPrefix(last, "`simulate ") && !strings.HasPrefix(last, "`size ") {
			continue
		}
		rows++
		command := strings.Trim(last, "`")
		if outputs[command] == "" {
			outputs[command] = printed(t, command)
		}
		for _, cell := range cells[1 : len(cells)-1] {
			for _, figure := range strings.Split(strings.TrimSpace(cell), " of ") {
				if figure != "" && !strings.Contains(outputs[command], figure) {
					t.Errorf("%s: the document has %q, which the command does not print", command, figure)
				}
			}
		}
	}
	if rows < 15 {
		t.Errorf("%d lines of the document name a command", rows)
	}
}

// The table of chats is what the formulas say.
func TestChatTableIsPrinted(t *testing.T) {
	doc, err := os.ReadFile("../../docs/channels.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| (\d+) \| (\d+) \| (\d+) \| ([\d.]+%) \|$`).FindAllStringSubmatch(string(doc), -1)
	if len(rows) != 4 {
		t.Fatalf("%d rows", len(rows))
	}
	chat := " --interval 30m --handle-time 8m --agent-share 40% --concurrency 3 --patience 3m "
	for _, r := range rows {
		for command, want := range map[string]string{
			"erlang a --volume " + r[1] + ` --interval 30m --handle-time 160s --patience 3m --service-level "80% in 30s"`: `required agents   ` + r[2] + ` `,
			"erlang chat --volume " + r[1] + chat + `--service-level "80% in 30s"`:                                        `required agents   ` + r[3] + ` `,
			"erlang chat --volume " + r[1] + chat + "--agents " + r[2] + " --within 30s":                                  "service level     " + r[4],
		} {
			if got := printed(t, command); !strings.Contains(got, want) {
				t.Errorf("%s does not print %q:\n%s", command, want, got)
			}
		}
	}
}
