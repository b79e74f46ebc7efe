import type { ConnectionMarks } from '../host/connections.js';

/** The theme's colour of a connection's mark; production is red where the user chose none. */
export function colorOf({ color, production }: ConnectionMarks): string | undefined {
  if (color !== null) return `charts.${color}`;
  return production ? 'charts.red' : undefined;
}

export function markWords({
  production,
  readOnly,
}: ConnectionMarks): readonly ('production' | 'read-only')[] {
  return [...(production ? (['production'] as const) : []), ...(readOnly ? (['read-only'] as const) : [])];
}
