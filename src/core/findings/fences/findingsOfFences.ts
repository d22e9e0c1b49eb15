import type { FenceLine } from './fenceLines';
import type { Finding } from '../finding';

export function marksBehindText(lines: readonly string[], { start, marks }: FenceLine, top: FenceLine): Finding {
  const indentation = lines[top.line]!.slice(0, top.start - offsetOf(lines, top.line)).replace(/\S/g, ' ');
  const edits = [{ offset: start, length: 0, text: `\n${indentation}` }];
  return {
    start,
    end: start + marks.length,
    message: 'These marks stand behind text, so they do not close the code fence. What follows is read as code.',
    related: { start: top.start, end: top.start + top.marks.length },
    fix: { title: 'Put the marks on a line of their own', edits },
  };
}

export function opensBehindText({ start, marks, info }: FenceLine): Finding {
  return {
    start,
    end: start + marks.length + info.length,
    message: 'These marks stand behind text, so they open no code fence. Those that are to close it open one instead.',
  };
}

export function marksWithWord({ start, marks, info }: FenceLine): Finding {
  const end = start + marks.length + info.length;
  return {
    start,
    end,
    message: `A word behind the marks opens a code fence and closes none, so “${marks}${info}” does not end the code. What follows is read as code.`,
    fix: { title: `Remove “${info}”`, edits: [{ offset: end - info.length, length: info.length, text: '' }] },
  };
}

export function neverClosed(lines: readonly string[], { start, marks, info, line }: FenceLine, prose: number): Finding {
  const last = lines.findLastIndex((each, index) => index < prose && each.trim() !== '');
  const offset = offsetOf(lines, last) + lines[last]!.length;
  const indentation = lines[line]!.slice(0, start - offsetOf(lines, line)).replace(/\S/g, ' ');
  const isPlainCode = last > line && !lines.slice(line + 1, last + 1).some((each) => /^#{2,6} |^\s*```/.test(each));
  const proseStart = offsetOf(lines, prose);
  const edits = [{ offset, length: 0, text: `\n${indentation}${marks}` }];
  return {
    start,
    end: start + marks.length + info.length,
    message: 'This code fence is not closed before the text that follows the code. The text is read as code.',
    related: { start: proseStart, end: proseStart + lines[prose]!.length },
    fix: last < prose - 1 && isPlainCode ? { title: 'Close the fence', edits } : undefined,
  };
}

/** `inner` is the most marks that a fence in it has. */
export function endsEarly({ start, marks, info }: FenceLine, closing: FenceLine, inner: number): Finding {
  const more = marks[0]!.repeat(inner + 1 - marks.length);
  const edits = [start, closing.start].map((offset) => ({ offset, length: 0, text: more }));
  return {
    start,
    end: start + marks.length + info.length,
    message:
      'This code fence holds others with as many marks, so it ends where the first of them does. ' +
      'Its own last marks open a new one, in which what follows is read as code.',
    related: { start: closing.start, end: closing.start + closing.marks.length },
    fix: { title: 'Give the outer fence more marks', edits },
  };
}

export function closesNothing({ start, marks }: FenceLine): Finding {
  return {
    start,
    end: start + marks.length,
    message: 'No code fence is open here, so these marks open one and close none. What follows is read as code.',
  };
}

/** Where a line starts. */
function offsetOf(lines: readonly string[], index: number): number {
  return lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
}
