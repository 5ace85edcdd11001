using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.SignIn;
using CommandCenter.Web.Features.Access.Tokens;

namespace CommandCenter.Web.Tests.Access;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/regions/440700000000?indicator=gdp&period=2024")]
    public void Keeps_a_path_of_this_site(string address) => LocalAddress.Or(address, "/home").ShouldBe(address);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("regions")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    public void Goes_home_instead_of_elsewhere(string? address) => LocalAddress.Or(address, "/home").ShouldBe("/home");
}
