// Relative, so that the page also works behind a proxy that adds a prefix.
SwaggerUIBundle({url: 'v3/api-docs', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null});
