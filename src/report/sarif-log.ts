interface SarifRule {
  readonly id: string;
  readonly text: string;
}

/** A log of one run in SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). */
export function sarifLog<Result>(
  rules: readonly SarifRule[],
  results: readonly Result[],
  toolVersion: string,
) {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Index Lens',
            version: toolVersion,
            rules: rules.map(({ id, text }) => ({ id, shortDescription: { text } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}
