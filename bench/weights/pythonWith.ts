import { spawnSync } from 'node:child_process';

/** The Python that the variable PYTHON names, if it has these packages; else says what is left out, and undefined. */
export function pythonWith(packages: readonly string[], leftOut: string): string | undefined {
  const python = process.env['PYTHON'] ?? 'python3';
  if (spawnSync(python, ['-c', `import ${packages.join(', ')}`]).status === 0) return python;
  console.log(
    `Left out: ${leftOut}. ${python} does not have ${packages.join(', ')}. Install training/requirements.txt into a ` +
      'virtual environment, and name its Python in the variable PYTHON.',
  );
  return undefined;
}
