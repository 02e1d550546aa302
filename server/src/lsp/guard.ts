// Keeps the server alive: a handler that throws is logged and answered with what stands for "nothing".
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';

/**
 * Wraps a request handler: errors are logged and answered with `nothing`; a request that was cancelled before it
 * is handled, or while it was, is answered as cancelled.
 */
export function guard<Params, Result, Problem>(
  connection: Connection,
  method: string,
  nothing: Result,
  handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<Problem>> {
  return async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    try {
      const result = await handler(params, token);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      if (error instanceof ResponseError) return error;
      connection.console.error(`${method}: ${describeError(error)}`);
      return nothing;
    }
  };
}

/** The answer to a request that nobody waits for any more. */
export function cancelled<Problem>(): ResponseError<Problem> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

/** An error's message with its stack, for the log. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
