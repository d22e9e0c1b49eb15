import type { Outline } from '../../text/outline/promptOutline';
import type { Span } from '../../text/span';
import { abilitiesOf, type Ability } from '../files/abilitiesOfTools';
import type { CheckedFile, CheckedPrompt } from '../checkedPrompt';
import type { Finding } from '../finding';
import { fieldNamed, frontMatterOf, listIn } from '../files/frontMatterFields';
import type { Rule } from '../rule';

/** Finds what an agent is told to do without a tool to do it with. */
export const missingTool: Rule = {
  id: 'missing-tool',
  title: 'An instruction that none of the agent’s tools can carry out',
  isOnByDefault: false,
  reads: 'file',
  find({ text, outline, file }: CheckedPrompt): Finding[] {
    if (!isAgent(file)) return [];
    const matter = frontMatterOf(text);
    const tools = matter && fieldNamed(matter, 'tools');
    if (!tools?.value) return [];
    const names = listIn(tools.value);
    const abilities = abilitiesOf(names);
    if (!abilities || names.length === 0) return [];
    return TASKS.filter(({ needs }) => !abilities.has(needs)).flatMap(({ needs, told }) => {
      const place = firstInstruction(outline, told);
      if (!place) return [];
      const words = text.slice(place.start, place.end).replace(/\s+/g, ' ');
      const message = `“${words}” needs a tool that can ${WHAT[needs]}, and the agent has only ${inWords(names)}. ${EFFECT[needs]}`;
      return [{ ...place, message, related: tools.valueSpan }];
    });
  },
};

function isAgent({ path = '', kind }: CheckedFile): boolean {
  return kind === 'customAgent' || kind === 'chatMode' || /(?:^|\/)agents\/(?:[^/]+\/){0,9}[^/]+\.md$/.test(path);
}

const WHAT: Readonly<Record<Ability, string>> = {
  write: 'write files',
  run: 'run commands',
  fetch: 'fetch pages',
};
const EFFECT: Readonly<Record<Ability, string>> = {
  write: 'The file is not written, although the agent may say that it was.',
  run: 'The command is not run, and the agent may make up what it prints.',
  fetch: 'The page is not fetched, and the agent may make up what it says.',
};

/** What comes before the verb of an instruction: marks of lists, a bold label, “Then”, “You must”, a condition. */
const LEAD =
  /^(?:[-*+>]\s+|\d{1,3}[.)]\s+|\[[ x]\]\s+)*(?:\*\*[^*\n]{1,60}(?:\*\*:|:\*\*)\s*(?:[-–—]\s*)?|\*\*)?(?:(?:(?:if|when|once|after|before)\b[^,;:`\n]{2,80},|then|finally|next|always|please|first|now|lastly|also|you (?:must|should|will|then)|must)[,:]?\s+)*/i;
const NAMED_FILE = /`[^`\s]{0,80}[\w\]}>*-]\.(?:md|json|ya?ml|txt|csv|html?|tsx?|jsx?|py|sql|toml|xml|svg)`/.source;
const COMMAND =
  /`(?:(?:git|npm|npx|pnpm|yarn|bun|node|python3?|pip|uv|pytest|cargo|go|make|docker|kubectl|terraform|gh|mvn|gradle|dotnet|composer|bundle|ruff|mypy|eslint|tsc|curl|bash|sh)\s|\.\/)[^`\n]{1,120}`/
    .source;
const TASKS: readonly { readonly needs: Ability; readonly told: RegExp }[] = [
  {
    needs: 'write',
    told: new RegExp(
      [
        `(?:write|save|append|store|persist|export|output)\\s[^.;:\`]{0,80}?\\b(?:to|in|into|as|at|under)\\s(?:[\\w-]{1,20}[\\s:]){0,4}?${NAMED_FILE}`,
        `(?:write|save|append|persist|export)\\s(?:[^.;:\`]{0,60}?\\s)??(?:to|into|in)\\s(?:[\\w-]{1,20}\\s){0,4}file\\b`,
        `(?:create|write|update|edit|generate|overwrite)\\s(?:[\\w-]{1,20}\\s){0,4}?${NAMED_FILE}`,
      ].join('|'),
      'iy',
    ),
  },
  {
    needs: 'run',
    told: new RegExp(`(?:[^\`]{0,200}?\\bthen\\s)?(?:run|execute)\\b[^.;\`]{0,60}?${COMMAND}`, 'iy'),
  },
  { needs: 'fetch', told: /(?:fetch|search|browse)\s(?:the\s)?(?:web|internet|https?:\/\/\S{3,80})\b/iy },
];
/** Somebody else does it, or nobody. */
const NOT_TOLD =
  /\b(?:users?|developers?|they|caller|parent|orchestrator|recommend|suggest|ask|example|e\.g|if asked|instead of|hand ?off|would|team|nothing)\b/i;
const NOT_A_TASK = /\b(?:examples?|checklist|anti-?patterns?|mistakes|templates?|do not|don['’]t|never)\b/i;

function firstInstruction({ prose, sentences, headings }: Outline, told: RegExp): Span | undefined {
  for (const { start, end } of sentences) {
    const sentence = prose.slice(start, end);
    const lead = LEAD.exec(sentence)![0].length;
    told.lastIndex = lead;
    const match = told.exec(sentence);
    if (!match || NOT_TOLD.test(sentence)) continue;
    const section = headings.findLast((heading) => heading.start <= start && heading.level > 0);
    if (section && NOT_A_TASK.test(section.title)) continue;
    return { start: start + lead, end: start + lead + match[0].length };
  }
  return undefined;
}

function inWords(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
