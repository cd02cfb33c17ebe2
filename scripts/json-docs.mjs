// docs/json.md: what each operation answers with --json, read from its types, so that the page cannot say anything else
// than the program. `--check` fails when the page is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const index = `${root}src/operations/index.ts`;
const page = `${root}docs/json.md`;

const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
const program = ts.createProgram([index], options);
const checker = program.getTypeChecker();
const source = program.getSourceFile(index);

// Each line of the table is `name: () => import(file).then(({ it }) => it)`: the type of `it` tells.
const found = [];
const visit = (node) => {
  if (!ts.isPropertyAssignment(node) || !ts.isStringLiteral(node.name)) return ts.forEachChild(node, visit);
  const type = checker.getTypeAtLocation(node.initializer.body.arguments[0].body);
  if (literalOf(property(type, 'kind')) === 'operation') found.push(operation(node.name.text, type));
};
visit(source);

const text = `${[intro(), ...found.sort((a, b) => (a.name < b.name ? -1 : 1)).map(section)].join('\n\n')}\n`;
if (process.argv.includes('--check')) {
  const there = ts.sys.fileExists(page) ? readFileSync(page, 'utf8') : '';
  if (there !== text) {
    process.stderr.write('docs/json.md is stale: run npm run docs.\n');
    process.exit(1);
  }
} else writeFileSync(page, text);

function intro() {
  return `<!-- Made by \`npm run docs\` from the types of the operations; do not edit. -->

# Answers with --json

What each operation gives, as TypeScript reads it. An operation that only looks prints this itself; one that writes
prints it as \`result\` of \`{"operation_id": string, "replayed": boolean, "dry_run": boolean, "result": …}\`; a run over
many records prints \`{"operation_id", "dry_run", "done", "failed", "not_tried", "rows"}\` with it as \`result\` of each
row. Lists print \`{"rows": […], "next": string | null}\`, their columns stand in [cli.md](cli.md). Amounts are decimal
strings, times ISO 8601 strings in UTC. Keys may be added; those that are here keep their name and meaning.`;
}

function section({ name, output }) {
  return `## ${name}\n\n\`\`\`ts\n${output}\n\`\`\``;
}

function operation(name, type) {
  const signature = property(type, 'run').getCallSignatures()[0];
  const promised = checker.getAwaitedType(signature.getReturnType());
  return { name, output: written(promised, '') };
}

function property(type, name) {
  const symbol = type.getProperty(name);
  if (!symbol) throw new Error(`no property ${name}`);
  return checker.getTypeOfSymbol(symbol);
}

function literalOf(type) {
  return type.isStringLiteral() ? type.value : undefined;
}

function written(type, indent, seen = []) {
  if (type.isUnion()) return union(type, indent, seen);
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const [item] = checker.getTypeArguments(type);
    const inner = written(item, indent, seen);
    return item.isUnion() && !inner.startsWith('{') ? `(${inner})[]` : `${inner}[]`;
  }
  if (type.symbol?.name === 'Date') return 'string';
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0 || type.isIntersection();
  if (!isObject || type.getCallSignatures().length > 0) return checker.typeToString(type);
  if (seen.includes(type)) return type.symbol.name === '__type' ? '…' : type.symbol.name;
  const deeper = [...seen, type];
  const record = type.getStringIndexType();
  if (record) return `{ [key: string]: ${written(record, indent, deeper)} }`;
  const lines = type.getProperties().map((symbol) => {
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const value = written(
      checker.getNonOptionalType?.(checker.getTypeOfSymbol(symbol)) ?? checker.getTypeOfSymbol(symbol),
      `${indent}  `,
      deeper,
    );
    const told = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll(/\s+/gu, ' ').trim();
    return `${told ? `${indent}  // ${told}\n` : ''}${indent}  ${symbol.name}${optional ? '?' : ''}: ${value};`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

function union(type, indent, seen) {
  const boolean = type.types.filter((one) => (one.flags & ts.TypeFlags.BooleanLiteral) !== 0).length === 2;
  const parts = type.types
    .filter((one) => (one.flags & ts.TypeFlags.Undefined) === 0)
    .filter((one) => !(boolean && (one.flags & ts.TypeFlags.BooleanLiteral) !== 0))
    .map((one) => written(one, indent, seen));
  const all = [...(boolean ? ['boolean'] : []), ...parts];
  return [...all.filter((one) => one !== 'null'), ...all.filter((one) => one === 'null')].join(' | ');
}
