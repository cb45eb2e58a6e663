/** Answers until one has no token for the next. */
export async function* pages<T extends { readonly NextToken?: string | undefined }>(
  page: (token: string | undefined) => Promise<T>,
): AsyncGenerator<T> {
  let token: string | undefined;
  do {
    const answer = await page(token);
    yield answer;
    token = answer.NextToken || undefined;
  } while (token !== undefined);
}
