import http from 'node:http';

/** Resolves to the body of the answer to a GET. */
export const request = (options) =>
  new Promise((resolve, reject) => {
    http
      .get(options, async (response) => {
        let text = '';
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        resolve(text);
      })
      .on('error', reject);
  });
