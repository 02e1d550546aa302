using Desk.Rules;

var app = WebApplication.CreateBuilder(args).Build();
app.UseStaticFiles("/files");
app.MapGet("/health", () => "ok");
RuleRoutes.Add(app);
app.Run();
