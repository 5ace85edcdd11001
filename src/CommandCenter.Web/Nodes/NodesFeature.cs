using CommandCenter.Domain.Access;
using Microsoft.AspNetCore.Authentication;

namespace CommandCenter.Web.Nodes;

/// <summary>Several web nodes on one store: who this one is, and how it knows the others.</summary>
internal static class NodesFeature
{
    /// <summary>Needs the store.</summary>
    public static WebApplicationBuilder AddNodes(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Node>();
        builder.Services.AddSingleton<NodeTokens>();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, NodeTokenHandler>(NodeTokenHandler.SchemeName, configureOptions: null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Permissions.Node, policy => policy
            .AddAuthenticationSchemes(NodeTokenHandler.SchemeName)
            .RequireAuthenticatedUser());
        return builder;
    }
}
