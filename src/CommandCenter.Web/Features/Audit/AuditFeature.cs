using CommandCenter.Web.Features.Audit.Syslog;

namespace CommandCenter.Web.Features.Audit;

/// <summary>审计: the trail as the audit administrator reads it, its check every hour, and its copy to a syslog collector.</summary>
internal static class AuditFeature
{
    public static WebApplicationBuilder AddAudit(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<AuditDesk>();
        services.AddSingleton<AuditWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditWatch>());
        services.AddHealthChecks().AddCheck<AuditHealth>("audit");
        if (SyslogAddress.Read(builder.Configuration[SyslogAddress.Key]) is { } collector)
        {
            services.AddSingleton(collector);
            services.AddHostedService<SyslogExport>();
        }
        return builder;
    }

    public static WebApplication MapAudit(this WebApplication app)
    {
        AuditRoutes.Map(app);
        return app;
    }
}
