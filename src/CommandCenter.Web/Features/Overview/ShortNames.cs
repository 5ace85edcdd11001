using CommandCenter.Domain.Indicators;

namespace CommandCenter.Web.Features.Overview;

/// <summary>Names of indicators that are too long to be read from six metres, or held in one hand.</summary>
internal static class ShortNames
{
    public static string Of(ProfileFigure figure) => figure.Indicator.Name switch
    {
        "空气质量优良天数比例" => "空气优良天数",
        "PM2.5评价浓度" => "PM2.5",
        "PM10平均浓度" => "PM10",
        "居民人均可支配收入增速" => "居民收入增速",
        "公共数据资源目录" => "公共数据目录",
        "“一件事”累计上线" => "“一件事”上线",
        "新招产业项目投资总额" => "新招项目投资",
        "招商资源信息" => "招商资源上线",
        "先进制造业投资增速" => "先进制造业投资",
        "社会消费品零售总额" => "社会消费品零售",
        "“侨梦苑”引进港澳项目" => "引进港澳项目",
        var name => name,
    };
}
