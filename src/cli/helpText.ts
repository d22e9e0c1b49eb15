/** The text that --help prints. */
export const USAGE = `Usage: left-context <command> [options] <file, glob or -> …

  tokens    counts tokens; exit code 1 when a file is over the limit
  trim      prints the part of each text that fits the limit; with --write, changes the files
  split     prints segments that fit the limit, as one JSON array per file
  complete  prints completions at the end of each text; exit code 1 when the model is not confident enough
  attend    prints what each token attends to most; with --json, every attention weight
  compare   compares files with a version in Git, as in left-context compare HEAD a.md: prints the bits of each answer then
            and now, and which changes moved them; exit code 1 when one takes more bits more than --worse-than allows
  check     lists faults in prompts: in files, and in the prompts of a folder, by default of this one; exit code 1 when
            there are some
  agents    lists the instructions that coding agents read in a folder, by default in this one, with tokens, and those that
            they do not read, and why

Options
  --model ID        prompt-bert, prompt-gpt, a downloaded model (owner/name) or a model folder; to count tokens, also
                    o200k_base, cl100k_base, r50k_base and others. By default prompt-bert, and prompt-gpt to complete and
                    to compare
  --engine URL      tokens, complete, compare: lets an engine at this address answer, such as http://localhost:8000, by its model
                    that --model names, else by its first one. Its key, if it needs one, is read from LEFT_CONTEXT_ENGINE_KEY
  --json            prints JSON (all but split, which always does)
  --limit N         tokens, trim, split: maximum tokens, including special ones; by default the model's context window
  --as WAY          tokens: as text (default), user or system for one message, or messages for those of the file (Prompty,
                    YAML, JSON), through the model's chat template
  --keep PART       trim: start (default), end, middle or both-ends
  --boundary AT     trim: token (default), word or sentence
  --write           trim: changes the files
  --overlap N       split: how many tokens of a segment the next one repeats, or sentences as in 2s
  --length L        complete: word, clause, sentence (default) or paragraph
  --confidence P    complete: minimum probability of a completion, 0 to 1; 0.2 by default
  --alternatives N  complete: maximum number of different completions
  --layer N         attend: counted from 0, or mean, max, rollout; by default all with --json, else mean
  --head N          attend: counted from 0, or mean, max; by default as for layers
  --part PART       attend: encoder (default), decoder or cross, of text-to-text models
  --answers FILE    compare: answers, each below a heading “## Name”; by default those in NAME.answers.md beside NAME.md and
                    those under “answers” in the front matter. Without any, the next token is compared
  --worse-than BITS compare: exit code 1 when an answer takes more than so many bits more than then
  --plain           compare: reads prompts as plain text, even if the model has a chat template
  --agent NAME      agents: codex, claude, copilot, cursor, gemini or agents-md (other readers of AGENTS.md); by default all
  --opened FILE     agents: a file that is attached to the request, or that the agent touches; it need not exist
  --settings FILE   agents: JSON with settings of the agent, before those that lie in the folder
  --strict          agents: exit code 1 when instructions are cut or never read
  --format FORMAT   check: text (default), json or sarif. Which findings to ignore is read from .vscode/settings.json

Downloaded models are those of the editor, in the user's cache folder; set LEFT_CONTEXT_MODELS to use another folder.

Exit codes: 0 success; 1 a text is over the limit, has no completion, has faults or has become worse, or --strict; 2 an error.`;
