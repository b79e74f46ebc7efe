import type { Expression } from './code.js';

const longest = 60;

/** An expression as a person would name it, shortened: `company._id`, `req.params.id`, `toId(…)`. */
export function print(code: Expression): string {
  const text = printWhole(code);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function printWhole(code: Expression): string {
  switch (code.kind) {
    case 'name':
      return code.name;
    case 'this':
    case 'super':
      return code.kind;
    case 'literal':
      return JSON.stringify(code.value);
    case 'member':
      return `${printWhole(code.object)}.${code.key}`;
    case 'element':
      return `${printWhole(code.object)}[${printWhole(code.key)}]`;
    case 'call':
      return `${printWhole(code.callee)}(${code.args.length > 0 ? '…' : ''})`;
    case 'new':
      return `new ${printWhole(code.callee)}(${code.args.length > 0 ? '…' : ''})`;
    case 'await':
      return printWhole(code.value);
    case 'spread':
      return `...${printWhole(code.value)}`;
    case 'unary':
      return `${code.operator}${printWhole(code.value)}`;
    case 'binary':
    case 'logical':
      return `${printWhole(code.left)} ${code.operator} ${printWhole(code.right)}`;
    case 'conditional':
      return `${printWhole(code.test)} ? … : …`;
    case 'template':
      return '`…`';
    case 'array':
      return '[…]';
    case 'object':
      return '{…}';
    case 'function':
      return '() => …';
    case 'class':
      return code.name ?? 'class';
    case 'regex':
      return `/${code.pattern}/${code.flags}`;
    case 'assign':
    case 'count':
    case 'import':
    case 'unknown':
      return '…';
  }
}
