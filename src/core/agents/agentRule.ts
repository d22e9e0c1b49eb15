/** One thing that an agent does. */
export interface AgentRule {
  /** As a sentence. */
  readonly says: string;
  readonly source: string;
  /** The day on which the source was read, as YYYY-MM-DD. */
  readonly checked: string;
  readonly certainty: 'source code' | 'documentation' | 'unclear';
  /** Where sources differ, and versions in which the rule changed. */
  readonly note?: string;
}
