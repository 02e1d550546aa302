namespace Desk.Rules;

public static class RuleRoutes
{
    public static void Add(WebApplication app)
    {
        app.MapGet("/rules", () => "No coffee near the charts.");
    }
}
