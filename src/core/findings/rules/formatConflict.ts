import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding } from '../finding';
import type { Rule } from '../rule';
import { claimsIn, type Claim } from '../words/outputContract';
import { firstFrom } from '../../text/outline/firstFromOffset';
import type { Outline } from '../../text/outline/promptOutline';

/** Finds two statements about the form of the answer that cannot both be followed. */
export const formatConflict: Rule = {
  id: 'format-conflict',
  title: 'Two forms of the answer that exclude each other',
  isOnByDefault: false,
  reads: 'prompt',
  find: ({ outline }: CheckedPrompt) => {
    if (outline.text.length > LONGEST) return [];
    const claims = claimsIn(outline).filter((claim) => !isInCase(outline, claim));
    return claims.flatMap((claim, index) => conflict(claim, claims.slice(0, index), outline) ?? []);
  },
};

/** Longer texts are documents about many tasks, in UTF-16 code units. */
const LONGEST = 30_000;
/** Headings of parts that are about some answers only. */
const CASE =
  /\b(?:modes?|options?|phases?|stages?|examples?|if|when|variants?|tools?|agents?|cases?|scenarios?|files?|commands?|alternatives?|levels?|turn|\d+)\b/i;

/** Whether the part of a text that a claim stands in is about some answers only. */
function isInCase({ headings }: Outline, { start }: Claim): boolean {
  const heading = headings.slice(0, firstFrom(headings, start)).findLast(({ level }) => level > 0);
  return heading !== undefined && (CASE.test(heading.title) || heading.number !== undefined);
}

/** The earlier claim that a claim contradicts. */
function conflict(claim: Claim, earlier: readonly Claim[], outline: Outline): Finding | undefined {
  const related = earlier.find((each) => each.start !== claim.start && exclude(each, claim, outline));
  if (!related) return undefined;
  return {
    start: claim.start,
    end: claim.end,
    related: { start: related.start, end: related.end },
    message: `${said(claim)}, but another sentence ${said(related, true)}. The model can follow only one of them, and nobody knows which.`,
  };
}

function said({ kind, form }: Claim, isEarlier = false): string {
  const verb = { asks: 'asks for', only: 'allows only', forbids: 'forbids' }[kind];
  return isEarlier ? `${verb} ${form}` : `This ${verb} ${form}`;
}

function exclude(a: Claim, b: Claim, outline: Outline): boolean {
  if (a.kind === 'forbids' || b.kind === 'forbids') return a.form === b.form && a.kind !== b.kind;
  if (a.form === b.form || (a.kind === 'asks' && b.kind === 'asks')) return false;
  const other = a.kind === 'only' ? b : a;
  if (other.form === 'a code block') return false;
  return other.form !== 'an explanation' || !HOLDS_REASONS.test(outline.text);
}

/** A key or a tag for reasons in the form that is asked for. */
const HOLDS_REASONS =
  /["'`<*_](?:[\w-]{0,20})(?:reason|explan|rational|justif|thought|thinking|analysis|comment|note|summary|feedback)/i;
