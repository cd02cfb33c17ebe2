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

const found = [];
for (const statement of source.statements.filter(ts.isImportDeclaration)) {
  const names = statement.importClause?.namedBindings;
  if (statement.importClause?.isTypeOnly || !names || !ts.isNamedImports(names)) continue;
  for (const one of names.elements) {
    const type = checker.getTypeAtLocation(one.name);
    const kind = literalOf(property(type, 'kind'));
    if (kind === 'operation') found.push(operation(one, type));
  }
}

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

function operation(node, type) {
  const signature = property(type, 'run').getCallSignatures()[0];
  const promised = checker.getAwaitedType(signature.getReturnType());
  return { name: nameOf(node), output: written(promised, '') };
}

/** \`<noun>.<verb>\` stands as a literal in the operation's own file. */
function nameOf(node) {
  const symbol = checker.getAliasedSymbol(checker.getSymbolAtLocation(node.name));
  let name;
  const visit = (one) => {
    if (name === undefined && ts.isPropertyAssignment(one) && one.name.getText() === 'name')
      name = one.initializer.text;
    if (name === undefined) ts.forEachChild(one, visit);
  };
  visit(symbol.valueDeclaration);
  if (name === undefined) throw new Error(`${node.name.text} has no name`);
  return name;
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
