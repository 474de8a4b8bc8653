/** The browser's side of passkeys; its library is fetched only when one is used. */

/** Signs what the server asked; null where the person or the browser did not. */
export async function signWithPasskey(options: Record<string, unknown>): Promise<Answer | null> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  try {
    return (await startAuthentication({ optionsJSON: options as never })) as unknown as Answer;
  } catch {
    return null;
  }
}

/** Makes a new passkey; null where the person or the browser did not. */
export async function makePasskey(options: Record<string, unknown>): Promise<Answer | null> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  try {
    return (await startRegistration({ optionsJSON: options as never })) as unknown as Answer;
  } catch {
    return null;
  }
}

export type Answer = { id: string; rawId: string; type: string; response: Record<string, unknown> };
