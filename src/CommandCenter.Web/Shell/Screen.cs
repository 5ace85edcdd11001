using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace CommandCenter.Web.Shell;

/// <summary>Which of the three kinds of screen a layout is made for; it sets unit, type and controls (theme.css).</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ScreenAttribute(string screen) : Attribute
{
    public string Screen { get; } = screen;
}

/// <summary>大屏 中屏 小屏: the values of <c>data-screen</c>.</summary>
public static class Screen
{
    public const string Wall = "wall";
    public const string Desk = "desk";
    public const string Phone = "phone";

    /// <summary>The screen of the page being answered, told by its layout; the desk where nothing tells.</summary>
    public static string Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type
            .GetCustomAttribute<LayoutAttribute>()?.LayoutType
            .GetCustomAttribute<ScreenAttribute>()?.Screen ?? Desk;
}
