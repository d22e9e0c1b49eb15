/** Values by text, in a radix trie (Morrison 1968): texts that begin alike share what they have in common. */
interface Node<Value> {
  /** What stands on the way here from the parent. */
  label: string;
  readonly children: Map<string, Node<Value>>;
  value: Value | undefined;
}

/**
 * Remembers a value for each of some texts and finds those of all beginnings of a text at once. When it is full, what was
 * set or found longest ago goes first.
 */
export class PrefixTrie<Value> {
  readonly #capacity: number;
  readonly #root: Node<Value> = { label: '', children: new Map(), value: undefined };
  /** Texts from the one used longest ago to the latest. */
  readonly #used = new Set<string>();
  #length = 0;

  /** @param capacity UTF-16 code units of all texts together; the latest text stays however long it is */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#used.size;
  }

  set(text: string, value: Value): void {
    this.#nodeFor(text).value = value;
    this.#touch(text);
    while (this.#length > this.#capacity && this.#used.size > 1) this.#delete(this.#used.values().next().value!);
  }

  /** The longest beginning of `text` whose value `accepts` what follows it, and that value. */
  find(text: string, accepts: (value: Value, rest: string) => boolean): { value: Value; rest: string } | undefined {
    for (const { node, depth } of this.#path(text).reverse()) {
      const rest = text.slice(depth);
      if (node.value === undefined || !accepts(node.value, rest)) continue;
      this.#touch(text.slice(0, depth));
      return { value: node.value, rest };
    }
    return undefined;
  }

  clear(): void {
    this.#root.children.clear();
    this.#root.value = undefined;
    this.#used.clear();
    this.#length = 0;
  }

  #touch(text: string): void {
    if (this.#used.delete(text)) this.#length -= text.length;
    this.#used.add(text);
    this.#length += text.length;
  }

  /** The nodes whose whole text `text` begins with, from the root down, and how long each one's text is. */
  #path(text: string): { node: Node<Value>; depth: number }[] {
    const path = [{ node: this.#root, depth: 0 }];
    for (;;) {
      const { node, depth } = path.at(-1)!;
      const child = depth < text.length ? node.children.get(text[depth]!) : undefined;
      if (!child || !text.startsWith(child.label, depth)) return path;
      path.push({ node: child, depth: depth + child.label.length });
    }
  }

  #nodeFor(text: string): Node<Value> {
    const { node, depth } = this.#path(text).at(-1)!;
    if (depth === text.length) return node;
    const rest = text.slice(depth);
    const diverging = node.children.get(rest[0]!);
    if (!diverging) return add(node, rest);
    const shared = add(node, rest.slice(0, commonLength(rest, diverging.label)));
    diverging.label = diverging.label.slice(shared.label.length);
    shared.children.set(diverging.label[0]!, diverging);
    return shared.label === rest ? shared : add(shared, rest.slice(shared.label.length));
  }

  #delete(text: string): void {
    this.#used.delete(text);
    this.#length -= text.length;
    const path = this.#path(text).map(({ node }) => node);
    path.at(-1)!.value = undefined;
    // What holds nothing is taken out, and what merely leads on to one child is merged with it.
    for (let depth = path.length - 1; depth > 0; depth--) {
      const node = path[depth]!;
      const parent = path[depth - 1]!;
      const [only, ...others] = node.children.values();
      if (node.value !== undefined || others.length > 0) return;
      parent.children.delete(node.label[0]!);
      if (only) parent.children.set(node.label[0]!, Object.assign(only, { label: node.label + only.label }));
    }
  }
}

function add<Value>(parent: Node<Value>, label: string): Node<Value> {
  const node: Node<Value> = { label, children: new Map(), value: undefined };
  parent.children.set(label[0]!, node);
  return node;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
