import type { Expression, Statement } from '../../syntax/code.js';
import type { WrittenIndex } from '../../model/source-edit.js';
import type { Candidate } from './candidate.js';
import type { CallCode } from './code-path.js';
import type { EditedFile, Splice } from './edited-file.js';
import type { ClassNode } from './schema-site.js';
import { writtenCall } from './write-index.js';

type Import = Extract<Statement, { kind: 'import' }>;

const packages = ['@typegoose/typegoose', 'typegoose', '@hasezoey/typegoose'];

/** `@index(…)` on a class of Typegoose: behind its last one, or above the class; imported where it is not yet. */
export function decoratorAdded(file: EditedFile, type: ClassNode, index: WrittenIndex): Candidate | null {
  const last = type.decorators.findLast((one): one is CallCode => isIndexDecorator(file, one));
  const indent = file.indentAt(type.at[0]);
  if (last) {
    const start = last.at[0];
    const like = /^[^(]*/.exec(file.slice(last.at))?.[0].trimEnd() ?? 'index';
    const text = writtenCall(`@${like}`, index, file.style, indent);
    const isOnOneLine =
      file.slice([last.at[1], file.lineEnd(last.at[1])]).trim() !== '' &&
      file.lineStart(start) === file.lineStart(type.at[1] - 1);
    const separator = isOnOneLine ? ' ' : file.style.eol + indent;
    return { file, splices: [[[last.at[1], last.at[1]], separator + text]] };
  }
  const imported = importOf(file);
  if (!imported) return null;
  const text = writtenCall(`@${imported.name}`, index, file.style, indent);
  const above: Splice = [[type.at[0], type.at[0]], text + file.style.eol + indent];
  return { file, splices: [above, ...imported.splices] };
}

/** A decorator of the class that defines an index. */
function isIndexDecorator(file: EditedFile, code: Expression): code is CallCode {
  if (code.kind !== 'call') return false;
  const { callee } = code;
  const name = callee.kind === 'name' ? callee.name : callee.kind === 'member' ? callee.key : null;
  return name !== null && (name === 'index' || name === 'Index' || name === localName(typegooseImport(file)));
}

function typegooseImport({ code }: EditedFile): Import | null {
  const imports = code.statements.filter(
    (one): one is Import => one.kind === 'import' && packages.includes(one.from),
  );
  return imports.find((one) => localName(one) !== null) ?? imports[0] ?? null;
}

function localName(from: Import | null): string | null {
  return from?.names.find(({ imported }) => imported === 'index' || imported === 'Index')?.local ?? null;
}

/** How the file calls `index` of Typegoose, and what it takes to import it. */
function importOf(file: EditedFile): { readonly name: string; readonly splices: readonly Splice[] } | null {
  const from = typegooseImport(file);
  if (!from) return null;
  const name = localName(from);
  if (name !== null) return { name, splices: [] };
  const whole = from.names.find(({ imported }) => imported === '*');
  if (whole) return { name: `${whole.local}.index`, splices: [] };
  const text = file.slice(from.at);
  const list = /\{([^}]*)\}/.exec(text);
  if (!list) return null;
  const [braces, inside = ''] = list;
  const end = from.at[0] + list.index + 1 + inside.trimEnd().length;
  const hasComma = inside.trimEnd().endsWith(',');
  const separator = braces.includes('\n')
    ? `${hasComma ? '' : ','}${file.style.eol}${/\n([ \t]*)\S/.exec(inside)?.[1] ?? file.style.indent}`
    : hasComma || inside.trim() === ''
      ? ' '
      : ', ';
  const comma = hasComma && braces.includes('\n') ? ',' : '';
  return { name: 'index', splices: [[[end, end], `${separator}index${comma}`]] };
}

/** Takes a decorator away, with its line where it stands there alone. */
export function decoratorRemoved(file: EditedFile, { at }: CallCode): Splice | null {
  const sign = file.text.lastIndexOf('@', at[0] - 1);
  if (sign === -1 || file.slice([sign + 1, at[0]]).trim() !== '') return null;
  const lineStart = file.lineStart(sign);
  const isAlone =
    file.slice([lineStart, sign]).trim() === '' && file.slice([at[1], file.lineEnd(at[1])]).trim() === '';
  if (isAlone) return [[lineStart, file.nextLine(at[1])], ''];
  return [[sign, at[1] + (/^[ \t]*/.exec(file.text.slice(at[1]))?.[0].length ?? 0)], ''];
}
