import * as vscode from 'vscode';

/** `done` of `total`, or a message, or both. */
export type ReportProgress = (message: string, done?: number, total?: number) => void;

const locations = {
  notification: vscode.ProgressLocation.Notification,
  'status bar': vscode.ProgressLocation.Window,
};

/** Work that takes longer than this is shown, with a way to cancel it. */
const patience = 600;

/**
 * Runs a task and shows how far it is once it takes longer than people wait without a sign: what somebody asked for in a
 * `notification` with a Cancel button, which aborts the signal; what goes on by itself in the `status bar`.
 */
export async function withProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: ReportProgress) => Promise<T>,
  where: 'notification' | 'status bar' = 'notification',
): Promise<T> {
  const abort = new AbortController();
  let shown: vscode.Progress<{ message?: string; increment?: number }> | null = null;
  let latest = '';
  let percent = 0;
  const report: ReportProgress = (message, done, total) => {
    const next = done === undefined || !total ? percent : (100 * done) / total;
    shown?.report({ message, increment: Math.max(0, next - percent) });
    latest = message;
    percent = next;
  };
  const running = task(abort.signal, report);
  const timer = setTimeout(() => {
    void vscode.window.withProgress(
      { location: locations[where], title, cancellable: where === 'notification' },
      async (progress, token) => {
        shown = progress;
        progress.report({ message: latest, increment: percent });
        token.onCancellationRequested(() => {
          abort.abort();
        });
        await running.catch(() => undefined);
      },
    );
  }, patience);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
