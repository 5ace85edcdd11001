using CommandCenter.Domain.Access;

namespace CommandCenter.Web.Shared;

/// <summary>Roles as screens call them.</summary>
public static class RoleNames
{
    public static string Of(string role) => role switch
    {
        Roles.Leader => "领导",
        Roles.Staff => "专班人员",
        Roles.Dispatcher => "值班员",
        Roles.TownCadre => "镇街干部",
        Roles.SystemAdministrator => "系统管理员",
        Roles.SecurityAdministrator => "安全管理员",
        Roles.AuditAdministrator => "审计管理员",
        _ => role,
    };
}
