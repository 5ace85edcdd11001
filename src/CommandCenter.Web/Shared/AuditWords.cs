using CommandCenter.Store.Audit;

namespace CommandCenter.Web.Shared;

/// <summary>The audit trail in the words of screens.</summary>
public static class AuditWords
{
    /// <summary>What each action is called; the order of the list in which one chooses.</summary>
    public static IReadOnlyDictionary<string, string> Actions { get; } = new Dictionary<string, string>
    {
        [AuditActions.SignedIn] = "登录",
        [AuditActions.SignInRefused] = "登录被拒绝",
        [AuditActions.LockedOut] = "账号被锁定",
        [AuditActions.SignedOut] = "退出登录",
        [AuditActions.SessionEnded] = "会话被结束",
        [AuditActions.AccountCreated] = "建立账号",
        [AuditActions.AccountChanged] = "修改账号",
        [AuditActions.AccountDisabled] = "停用账号",
        [AuditActions.AccountEnabled] = "启用账号",
        [AuditActions.PasswordChanged] = "更换密码",
        [AuditActions.SecondFactorChanged] = "更改动态口令",
        [AuditActions.AccountsViewed] = "查看账号",
        [AuditActions.PersonalDataShown] = "查看完整个人信息",
        [AuditActions.TokenCreated] = "建立接入令牌",
        [AuditActions.TokenRevoked] = "吊销接入令牌",
        [AuditActions.Denied] = "访问被拒绝",
        [AuditActions.Throttled] = "访问过于频繁",
        [AuditActions.LayerCreated] = "建立图层",
        [AuditActions.LayerChanged] = "更改图层",
        [AuditActions.LayerRemoved] = "移除图层",
        [AuditActions.LayerImported] = "导入图层数据",
        [AuditActions.LayerViewed] = "查看敏感图层",
        [AuditActions.LayerExported] = "导出图层数据",
        [AuditActions.MapPrinted] = "地图出图",
        [AuditActions.VideoOpened] = "打开视频",
        [AuditActions.AlarmHandled] = "处置告警",
        [AuditActions.AlarmRuleChanged] = "更改告警规则",
        [AuditActions.AlarmRuleRemoved] = "删除告警规则",
        [AuditActions.DevicesRegistered] = "登记设备",
        [AuditActions.DeviceChanged] = "修改设备",
        [AuditActions.DeviceDisabled] = "停用设备",
        [AuditActions.DeviceEnabled] = "启用设备",
        [AuditActions.LettersReplayed] = "重放读数",
        [AuditActions.LettersDiscarded] = "弃置读数",
        [AuditActions.DeviceTypesImported] = "导入设备类型",
        [AuditActions.RegionsImported] = "导入区划",
        [AuditActions.IndicatorsImported] = "导入指标",
        [AuditActions.MetricsImported] = "导入感知指标",
        [AuditActions.BackedUp] = "备份",
        [AuditActions.Restored] = "恢复备份",
        [AuditActions.AuditViewed] = "查阅审计记录",
        [AuditActions.AuditExported] = "导出审计记录",
    };

    public static string Of(string action) => Actions.GetValueOrDefault(action, "其他操作");

    /// <summary>What a part of an entry's detail is called.</summary>
    public static string OfDetail(string name) => name switch
    {
        "status" => "答复",
        "count" => "次数",
        "said" => "说明",
        "role" => "角色",
        "name" => "姓名",
        "scope" => "管辖范围",
        "expires" => "有效期",
        "display" => "大屏账号",
        "phone" => "联系电话",
        "reason" => "理由",
        "fields" => "改动的字段",
        "limits" => "限于",
        "title" => "名称",
        "sensitivity" => "敏感级别",
        "version" => "版本",
        "rows" => "行数",
        "extent" => "范围",
        "layers" => "图层",
        "area" => "选区（平方米）",
        "from" => "从",
        "to" => "到",
        "actor" => "查找账号",
        "action" => "查找操作",
        "outcome" => "查找结果",
        "region" => "查找区划",
        "text" => "查找文字",
        "before" => "翻页位置",
        _ => "其他",
    };

    public static string Of(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Done => "成功",
        AuditOutcome.Denied => "拒绝",
        _ => "失败",
    };

    public static string Of(AuditBreakKind kind) => kind switch
    {
        AuditBreakKind.Changed => "内容被改动",
        AuditBreakKind.Missing => "记录缺失",
        AuditBreakKind.Unlinked => "与前一条不相连",
        AuditBreakKind.CutOff => "其后的记录被截断",
        AuditBreakKind.Rewritten => "与锚点不符，记录被重写",
        _ => "封印所用的密钥不在密钥文件中",
    };
}
